/** Softmax along an axis, by the largest value first, so that no exponential overflows. */

import type { SoftmaxKernel } from '../../../compiler/plan/kernel.ts';
import { index } from '../../indices.ts';
import { indexIn, loopsOver } from '../../loops.ts';
import type { PrintedKernel } from '../../units.ts';
import { printLoops } from './loops.ts';
import type { Slots } from './slots.ts';

/** The kernel. */
export function printSoftmax({ x, y, axis }: SoftmaxKernel, slots: Slots): PrintedKernel {
  const others = y.shape.map((_, each) => each).filter(each => each !== axis);
  const loops = loopsOver(y, [x.strides], others);
  const length = y.shape[axis] ?? 1;
  const at = (which: string, stride: number): string => index([which, 1], ['c', stride]);
  const value = `x[${at('source', x.strides[axis] ?? 0)}]`;
  const result = `y[${at('target', y.strides[axis] ?? 0)}]`;
  const body = [
    `const source = ${indexIn(loops, 1)};`,
    `const target = ${indexIn(loops, 0)};`,
    'let largest = -Infinity;',
    `for (let c = 0; c < ${length}; c++) largest = Math.max(largest, ${value});`,
    'let total = 0;',
    `for (let c = 0; c < ${length}; c++) total += Math.exp(${value} - largest);`,
    `for (let c = 0; c < ${length}; c++) ${result} = Math.exp(${value} - largest) / total;`,
  ].join('\n');
  return printLoops(loops, body, slots);
}
