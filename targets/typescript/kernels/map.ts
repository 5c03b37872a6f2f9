/** Elementwise kernels and copies. */

import type { MapKernel } from '../../../compiler/plan/kernel.ts';
import { printExpression } from '../../expression.ts';
import { plus } from '../../indices.ts';
import { indexIn, loopsOver } from '../../loops.ts';
import type { PrintedKernel } from '../../units.ts';
import { printNumber, scalars } from '../scalars.ts';
import { printLoops } from './loops.ts';
import type { Slots } from './slots.ts';

/** The kernel. */
export function printMap({ expression, operands, y, start = 0 }: MapKernel, slots: Slots): PrintedKernel {
  const loops = loopsOver(y, operands);
  const { definitions, value } = printExpression(
    expression,
    scalars,
    i => `x${i}[${indexIn(loops, i + 1)}]`,
    printNumber,
  );
  const body = [
    ...definitions.map(({ name, text }) => `const ${name} = ${text};`),
    `y[${plus(indexIn(loops, 0), start)}] = ${value};`,
  ].join('\n');
  return printLoops(loops, body, slots);
}
