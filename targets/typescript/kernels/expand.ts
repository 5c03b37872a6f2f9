/** The transform of a Winograd convolution's weights. */

import type { ExpandKernel } from '../../../compiler/plan/kernel.ts';
import { count, plus } from '../../indices.ts';
import type { PrintedKernel } from '../../units.ts';
import { combination, winograd } from '../../winograd.ts';
import { printLoops } from './loops.ts';
import type { Slots } from './slots.ts';

/** The transform of weights at load. */
export function printExpand({ output, windows }: ExpandKernel, slots: Slots): PrintedKernel {
  const side = output + 2;
  const { weight } = winograd[output];
  const columns = count(3).flatMap(v => [
    ...count(3).map(u => `const g${u}${v} = w[${plus('i', (u * 3 + v) * windows)}];`),
    ...weight.map((row, i) => `const t${i}${v} = ${combination(row, u => `g${u}${v}`)};`),
  ]);
  const results = count(side).flatMap(i =>
    weight.map(
      (row, j) => `u[${plus('i', (i * side + j) * windows)}] = ${combination(row, v => `t${i}${v}`)};`,
    ),
  );
  const body = ['// G g, a column at a time.', ...columns, '// (G g) G^T, a row at a time.', ...results];
  return printLoops([{ variable: 'i', size: windows }], body.join('\n'), slots);
}
