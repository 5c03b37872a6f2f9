/** Softmax along an axis, by the largest value first, so that no exponential overflows. */

import type { SoftmaxKernel } from '../../../compiler/plan/kernel.ts';
import { fillFrame } from '../../frames.ts';
import { index } from '../../indices.ts';
import { indexIn, loopsOver } from '../../loops.ts';
import { nest } from './loops.ts';

/** The kernel's text. */
export function printSoftmax({ x, y, axis }: SoftmaxKernel, slots: Readonly<Record<string, string>>): string {
  const others = y.shape.map((_, each) => each).filter(each => each !== axis);
  const loops = loopsOver(y, [x.strides], others);
  const length = y.shape[axis] ?? 1;
  const at = (which: string, stride: number): string => index([which, 1], ['c', stride]);
  const source = `x[${at('from', x.strides[axis] ?? 0)}]`;
  const result = `y[${at('to', y.strides[axis] ?? 0)}]`;
  const body = [
    `const from = ${indexIn(loops, 1)};`,
    `const to = ${indexIn(loops, 0)};`,
    'let largest = -Infinity;',
    `for (let c = 0; c < ${length}; c++) largest = Math.max(largest, ${source});`,
    'let total = 0;',
    `for (let c = 0; c < ${length}; c++) total += Math.exp(${source} - largest);`,
    `for (let c = 0; c < ${length}; c++) ${result} = Math.exp(${source} - largest) / total;`,
  ].join('\n');
  return fillFrame('typescript', 'function', { ...slots, body: nest(loops, body) });
}
