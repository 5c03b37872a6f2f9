/** Elementwise kernels and copies. */

import type { MapKernel } from '../../../compiler/plan/kernel.ts';
import { reachOf } from '../../../compiler/plan/layout.ts';
import { printExpression } from '../../expression.ts';
import { index, plus } from '../../indices.ts';
import { countersOf, type Loop, loopsOver } from '../../loops.ts';
import { nameIn, printBindings } from '../parts/bindings.ts';
import { converted } from '../parts/epilogue.ts';
import type { Lanes } from '../parts/lanes.ts';
import { printNumber, scalars } from '../scalars.ts';
import { printEach } from './each.ts';
import type { Printed } from './printed.ts';

/** The shader. */
export function printMap(kernel: MapKernel, head: string): Printed {
  const { expression, operands, y, start = 0 } = kernel;
  const loops = loopsOver(y, operands);
  const lanes: Lanes = start % 4 === 0 && runInFours(loops) ? 4 : 1;
  // Of four lanes, an operand that is the same along the innermost loop is one number for all of them.
  const isSpread = operands.map((_, i) => lanes === 4 && loops.at(-1)?.strides[i + 1] === 0);
  const lanesOf = (i: number): Lanes => (isSpread[i] ? 1 : lanes);
  const sizes = loops.map(({ size }, i) => (i === loops.length - 1 ? size / lanes : size));
  const at = (which: number, unit: Lanes): string =>
    index(
      ...loops.map(({ variable, strides }, i) => {
        const stride = strides[which] ?? 0;
        return [variable, i === loops.length - 1 && unit === 4 ? 1 : stride / unit] as const;
      }),
    );
  const operand = (i: number): string => {
    const text = `${nameIn(kernel, `x${i}`)}[${plus(at(i + 1, lanesOf(i)), nameIn(kernel, `x${i}`) === 'y' ? start / lanes : 0)}]`;
    return isSpread[i] ? `vec4f(f32(${text}))` : converted(text, lanes);
  };
  const { definitions, value } = printExpression(expression, scalars(lanes), operand, printNumber(lanes));
  const bindings = Object.fromEntries([
    ...operands.map(
      (strides, i) => [`x${i}`, { lanes: lanesOf(i), elements: reachOf(y.shape, strides) }] as const,
    ),
    ['y', { lanes, elements: start + reachOf(y.shape, y.strides) }] as const,
  ]);
  return printEach({
    head,
    bindings: printBindings(kernel, bindings),
    total: sizes.reduce((product, size) => product * size, 1),
    body: [
      ...countersOf(loops, 'id', sizes).map(({ name, text }) => `let ${name} = ${text};`),
      ...definitions.map(({ name, text }) => `let ${name} = ${text};`),
      `y[${plus(at(0, lanes), start / lanes)}] = ${lanes === 4 ? 'vec4<real>' : 'real'}(${value});`,
    ].join('\n'),
  });
}

/** Whether the innermost loop goes through fours that lie side by side, each at a multiple of four elements. */
function runInFours(loops: readonly Loop[]): boolean {
  const inner = loops.at(-1);
  if (!inner || inner.size % 4 !== 0 || inner.strides[0] !== 1) return false;
  return inner.strides.every((stride, which) => {
    if (stride === 0) return true;
    return stride === 1 && loops.slice(0, -1).every(outer => (outer.strides[which] ?? 0) % 4 === 0);
  });
}
