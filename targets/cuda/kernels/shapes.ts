/** Shapes as the types of `device/kernels/geometry.cuh`. */

import type { Window2d } from '../../../compiler/ir/graph.ts';
import type { Access, KernelEpilogue, Strides } from '../../../compiler/plan/kernel.ts';
import { printExpression } from '../../expression.ts';
import { printNumber, scalars } from '../scalars.ts';

/** Fills a list up to the four axes of an image, in front. */
const four = (list: readonly number[], fill: number): string =>
  [...new Array<number>(4 - list.length).fill(fill), ...list].join(', ');

/** `Strides<0, 1, 3584, 64>`. */
export const printStrides = (strides: Strides): string => `Strides<${four(strides, 0)}>`;

/** `Image<Shape<1, 64, 56, 56>, Strides<0, 1, 3584, 64>>`. */
export const printImage = ({ shape, strides }: Access): string =>
  `Image<Shape<${four(shape, 1)}>, ${printStrides(strides)}>`;

/** `Window2d<Axis<3, 1, 1, 1, 1>, Axis<3, 1, 1, 1, 1>>`: size, stride, padding on both sides, dilation. */
export const printWindow = (window: Window2d): string =>
  `Window2d<${window
    .map(
      ({ kernel, stride, padding, dilation }) => `Axis<${[kernel, stride, ...padding, dilation].join(', ')}>`,
    )
    .join(', ')}>`;

/** What an epilogue reads and computes. */
export function printFinish(epilogue: KernelEpilogue | undefined, it: string): readonly string[] {
  const operands = epilogue?.operands ?? [];
  const names = [it, ...operands.map((_, i) => `r${i}`)];
  const printed = epilogue
    ? printExpression(epilogue.expression, scalars, i => names[i] ?? it, printNumber)
    : { definitions: [], value: it };
  return [
    `using Operands = OperandStrides<${operands.map(printStrides).join(', ')}>;`,
    `DEVICE static float finish(${names.map(name => `float ${name}`).join(', ')}) {`,
    ...printed.definitions.map(({ name, text }) => `const float ${name} = ${text};`),
    `return ${printed.value};`,
    '}',
  ];
}

/** `static constexpr int rows = 64, columns = 64;`. */
export const printConstants = (constants: Readonly<Record<string, number>>): string =>
  `static constexpr int ${Object.entries(constants)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ')};`;
