/** What is stored of a sum: bias, epilogue, and the store itself. */

import { invariant } from '../../../compiler/errors.ts';
import { operand } from '../../../compiler/ir/scalar.ts';
import type { Access, Kernel, KernelEpilogue, Strides } from '../../../compiler/plan/kernel.ts';
import { reachOf, sameStrides } from '../../../compiler/plan/layout.ts';
import { printExpression } from '../../expression.ts';
import { index, plus } from '../../indices.ts';
import { printNumber, scalars } from '../scalars.ts';
import { type Binding, nameIn } from './bindings.ts';
import { inQuads, type Lanes, locate, printPlace, type SideNames } from './lanes.ts';

/** A kernel whose results are the pixels of an image. */
type Anchor = Kernel & { readonly y: Access; readonly epilogue?: KernelEpilogue };

/** What a kernel has named already. */
export interface ResultOptions {
  /** Whether `image`, `h` and `w` are there. */
  readonly hasPlace?: boolean;
  /** Constants for the sides of the result, of which `quads` is one then too. */
  readonly rows?: SideNames;
}

/**
 * Statements that store `value` for a pixel.
 *
 * @param lanes - of the value: how many channels are stored at a time
 * @param pixel - names the number of the pixel
 * @param channel - names the channel, or the quad of channels
 */
export function printResult(
  kernel: Anchor,
  lanes: Lanes,
  value: string,
  pixel: string,
  channel: string,
  { hasPlace = false, rows }: ResultOptions = {},
): readonly string[] {
  const { y, epilogue } = kernel;
  const names = rows && { quads: 'quads' };
  const to = locate(y, lanes, pixel, channel, names);
  const operands = (epilogue?.operands ?? []).map((strides, i) =>
    printOperand(kernel, strides, nameIn(kernel, `r${i}`), lanes, pixel, channel),
  );
  // A name for an index that is written more than once.
  const isShared = operands.some(({ isResult }) => isResult);
  const at = isShared && !/^\w+$/.test(to.text) ? 'at' : to.text;
  const finished = printExpression(
    epilogue?.expression ?? operand(0),
    scalars(lanes),
    i => (i === 0 ? value : (operands[i - 1]?.text(at) ?? value)),
    printNumber(lanes),
  );
  const usesPlace = [to, ...operands].some(each => each.usesPlace);
  const type = lanes === 4 ? 'vec4<real>' : 'real';
  return [
    ...(usesPlace && !hasPlace ? printPlace(y.shape, pixel, rows) : []),
    ...(at === 'at' ? [`let at = ${to.text};`] : []),
    ...finished.definitions.map(({ name, text }) => `let ${name} = ${text};`),
    `y[${at}] = ${type}(${finished.value});`,
  ];
}

/** How an operand is read where a result is stored. */
function printOperand(
  { y, name: kernelName }: Anchor,
  strides: Strides,
  name: string,
  lanes: Lanes,
  pixel: string,
  channel: string,
) {
  const source: Access = { shape: y.shape, strides };
  if (sameStrides(strides, y.strides)) {
    return { usesPlace: false, isResult: true, text: (at: string) => converted(`${name}[${at}]`, lanes) };
  }
  invariant(name !== 'y', `${kernelName} reads elsewhere what it writes over`);
  const quads = lanes === 4 && operandLanes(y, strides, lanes) === 4;
  if (lanes === 1 || quads) {
    const { text, usesPlace } = locate(source, lanes, pixel, channel);
    return { usesPlace, isResult: false, text: () => converted(`${name}[${text}]`, lanes) };
  }
  const [, step = 0] = strides;
  const each = (lane: number): string =>
    locate(source, 1, pixel, step === 0 ? '0' : plus(index([channel, 4]), lane)).text;
  const { usesPlace } = locate(source, 1, pixel, '0');
  const values =
    step === 0 ? [`f32(${name}[${each(0)}])`] : [0, 1, 2, 3].map(lane => `f32(${name}[${each(lane)}])`);
  return { usesPlace, isResult: false, text: () => `vec4f(${values.join(', ')})` };
}

/** Numbers are float32 between loads and stores. */
export const converted = (text: string, lanes: Lanes): string =>
  lanes === 4 ? `vec4f(${text})` : `f32(${text})`;

/** How many elements of an operand are read at a time. */
const operandLanes = (y: Access, strides: Strides, lanes: Lanes): Lanes =>
  lanes === 4 && inQuads({ shape: y.shape, strides }) ? 4 : 1;

/** The bindings of a result and of its epilogue's operands. */
export function resultBindings({ y, epilogue }: Anchor, lanes: Lanes): Readonly<Record<string, Binding>> {
  const operands = (epilogue?.operands ?? []).map(
    (strides, i) =>
      [`r${i}`, { lanes: operandLanes(y, strides, lanes), elements: reachOf(y.shape, strides) }] as const,
  );
  return {
    ...Object.fromEntries(operands),
    y: { lanes, elements: reachOf(y.shape, y.strides) },
  };
}
