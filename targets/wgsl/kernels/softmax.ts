/** Softmax along an axis, by the largest value first, so that no exponential overflows. */

import type { SoftmaxKernel } from '../../../compiler/plan/kernel.ts';
import { reachOf } from '../../../compiler/plan/layout.ts';
import { fillFrame } from '../../frames.ts';
import { index } from '../../indices.ts';
import { countersOf, loopsOver } from '../../loops.ts';
import { nameIn, printBindings } from '../parts/bindings.ts';
import { printSum } from '../parts/sums.ts';
import { turnsOver } from '../parts/turns.ts';
import { numbered } from '../parts/workgroups.ts';
import type { Printed } from './printed.ts';

/** Threads that share a line. */
const threads = 64;

/** The shader: a workgroup a line. */
export function printSoftmax(kernel: SoftmaxKernel, head: string): Printed {
  const { x, y, axis } = kernel;
  const others = y.shape.map((_, each) => each).filter(each => each !== axis);
  const loops = loopsOver(y, [x.strides], others);
  const lines = loops.reduce((product, { size }) => product * size, 1);
  const counters = countersOf(loops, 'line').map(({ name, text }) => `let ${name} = ${text};`);
  const first = (which: number): string =>
    index(...loops.map(({ variable, strides }) => [variable, strides[which] ?? 0] as const));
  const groups = numbered(lines);
  const at = (start: string, stride: number): string => index([start, 1], ['i', stride]);
  const length = y.shape[axis] ?? 1;
  const value = `f32(${nameIn(kernel, 'x')}[${at('start', x.strides[axis] ?? 0)}])`;
  const text = fillFrame('wgsl', 'softmax', {
    head,
    bindings: printBindings(kernel, {
      x: { lanes: 1, elements: reachOf(x.shape, x.strides) },
      y: { lanes: 1, elements: reachOf(y.shape, y.strides) },
    }),
    threads,
    half: threads / 2,
    rounds: Math.log2(threads),
    line: groups.number,
    leave: groups.isExact ? '' : `if (line >= ${lines}) {\nreturn;\n}`,
    counters: counters.join('\n'),
    from: first(1) === '0' ? '0u' : first(1),
    to: first(0) === '0' ? '0u' : first(0),
    ...turnsOver({ name: 'i', total: length, threads }),
    value,
    sum: printSum({
      axes: [{ name: 'turn', size: Math.ceil(length / threads) }],
      total: 'total',
      zero: '0.0',
      body(sum) {
        const place = `let i = turn * ${threads} + thread;`;
        const add = `${sum} += exp(${value} - largest);`;
        return length % threads === 0 ? [place, add] : [place, `if (i < ${length}) {`, add, '}'];
      },
    }).join('\n'),
    result: `y[${at('end', y.strides[axis] ?? 0)}]`,
  });
  return { text, workgroups: [groups.x, 1, groups.z] };
}
