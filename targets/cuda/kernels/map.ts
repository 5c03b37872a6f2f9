/** Elementwise kernels and copies. */

import type { MapKernel } from '../../../compiler/plan/kernel.ts';
import { printExpression } from '../../expression.ts';
import { index, plus } from '../../indices.ts';
import { countersOf, indexIn, loopsOver } from '../../loops.ts';
import { printNumber, scalars } from '../scalars.ts';
import { eachBlocks, eachThreads, type KernelParts, type Parameter } from './printed.ts';
import { printConstants } from './shapes.ts';

/** A struct's lines and its launch. */
export function printMap(kernel: MapKernel): KernelParts {
  const { expression, operands, y, start = 0 } = kernel;
  const loops = loopsOver(y, operands);
  const total = loops.reduce((product, { size }) => product * size, 1);
  const { definitions, value } = printExpression(
    expression,
    scalars,
    i => `to_float(x.of[${i}][${indexIn(loops, i + 1)}])`,
    printNumber,
  );
  const parameters: readonly Parameter[] = [
    { kind: 'operands', of: operands.map((_, i) => `x${i}`) },
    { kind: 'view', view: 'Out', type: 'Real', of: 'y' },
  ];
  return {
    template: 'map',
    file: 'map',
    blocks: eachBlocks(total),
    threads: eachThreads,
    shared: 0,
    parameters,
    lines: [
      printConstants({ count: operands.length, total, threads: eachThreads }),
      'DEVICE static void each([[maybe_unused]] int number, Operands<Real, count> x, Out<Real> y) {',
      ...countersOf(loops, 'number').map(({ name, text }) => `const int ${name} = ${text};`),
      ...definitions.map(({ name, text }) => `const float ${name} = ${text};`),
      `y[${plus(index([indexIn(loops, 0), 1]), start)}] = from_float<Real>(${value});`,
      '}',
    ],
  };
}
