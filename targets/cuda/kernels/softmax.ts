/** Softmax along an axis. */

import type { SoftmaxKernel } from '../../../compiler/plan/kernel.ts';
import { countersOf, indexIn, loopsOver } from '../../loops.ts';
import type { KernelParts, Parameter } from './printed.ts';
import { printConstants } from './shapes.ts';

/** Threads that share a line. */
const threads = 128;

/** A struct's lines and its launch: a block a line. */
export function printSoftmax({ x, y, axis }: SoftmaxKernel): KernelParts {
  const others = y.shape.map((_, each) => each).filter(each => each !== axis);
  const loops = loopsOver(y, [x.strides], others);
  const first = (name: string, which: number): readonly string[] => {
    const at = indexIn(loops, which);
    const used = countersOf(loops, 'line').filter(counter => new RegExp(`\\b${counter.name}\\b`).test(at));
    return [
      `DEVICE static int ${name}(int line) {`,
      ...(used.length === 0 ? ['(void)line;'] : used.map(each => `const int ${each.name} = ${each.text};`)),
      `return ${at};`,
      '}',
    ];
  };
  const parameters: readonly Parameter[] = [
    { kind: 'view', view: 'Operand', type: 'Real', of: 'x' },
    { kind: 'view', view: 'Out', type: 'Real', of: 'y' },
  ];
  return {
    template: 'softmax',
    file: 'softmax',
    blocks: [loops.reduce((product, { size }) => product * size, 1), 1, 1],
    threads,
    shared: 4 * threads,
    parameters,
    lines: [
      printConstants({
        length: y.shape[axis] ?? 1,
        x_step: x.strides[axis] ?? 0,
        y_step: y.strides[axis] ?? 0,
        threads,
      }),
      ...first('x_first', 1),
      ...first('y_first', 0),
    ],
  };
}
