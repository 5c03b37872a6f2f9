/** A row of scratch is a pixel's channels, side by side. */

import { z } from 'zod';
import { type Contraction, scheduleOf, tileSchema } from '../../../compiler/plan/implementation.ts';
import { count, index, plus } from '../../indices.ts';
import { pixelStride } from '../address.ts';
import { aliases, pixelOf, printContract } from '../kernels/contract.ts';
import { loop } from '../layout.ts';
import { allowsTile, hasRowsOfTerms, pixelsOf, plainTile, plainTiles } from '../sizes.ts';
import type { TypescriptImplementation } from './implementation.ts';

const schema = z.strictObject({ name: z.literal('matrix'), tile: tileSchema });
const ofTile = (tile: z.infer<typeof tileSchema>): z.infer<typeof schema> => ({ name: 'matrix', tile });

export const matrix: TypescriptImplementation<z.infer<typeof schema>> = {
  name: 'matrix',
  about: '1x1 windows of stride 1, and linear layers',
  schema,
  accepts: hasRowsOfTerms,
  choose: contraction => ofTile(plainTile(contraction)),
  variants: contraction => plainTiles(contraction).map(ofTile),
  allows: (contraction, { tile }) => allowsTile(contraction, tile),
  weights: () => ({ order: 'out, tap, in' }),
  scratch: ({ x }, { tile }) => tile.rows * (x.shape[1] ?? 1),
  print: (kernel, slots) =>
    printContract(kernel, slots, scheduleOf(schema, kernel).tile, {
      does: 'Copies the channels',
      fill: (rows, first) => copyRows(kernel, rows, first),
    }),
};

/** Copies the channels of a strip's pixels. */
function copyRows({ x, y }: Contraction, rows: number, first: string): string {
  const [images = 1, channels = 1] = x.shape;
  const [sn = 0] = x.strides;
  const step = pixelStride(x.shape, x.strides) ?? 0;
  const image = images > 1 ? 'image' : '0';
  const pixels = pixelsOf(y);
  const isWhole = pixels % rows === 0;
  const start = index([image, sn], [first, step]);
  // One index serves all rows, where they go on from the first.
  const names = isWhole
    ? count(rows).map(row => plus(start === '0' ? '0' : 'from', row * step))
    : count(rows).map(row => `from${row}`);
  const definitions = isWhole
    ? [...(start === '0' ? [] : [`const from = ${start};`])]
    : count(rows).map(
        row => `const from${row} = ${index([image, sn], [pixelOf(row, rows, first, pixels), step])};`,
      );
  const copies = (k: string): string =>
    names.map((from, row) => `a${row}[${k}] = x[${index([from, 1], [k, 1])}];`).join('\n');
  return [aliases(rows), ...definitions, loop('k', channels, copies)].join('\n');
}
