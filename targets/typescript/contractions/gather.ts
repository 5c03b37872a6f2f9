/** A row of scratch is a pixel's whole window, zeros outside the image: for everything. */

import { z } from 'zod';
import { type Contraction, scheduleOf, tileSchema } from '../../../compiler/plan/implementation.ts';
import { count, index } from '../../indices.ts';
import { sizesOf } from '../../sizes.ts';
import { takesWinograd } from '../../winograd.ts';
import { pixelOf, printContract } from '../kernels/contract.ts';
import { printGather } from '../kernels/gather.ts';
import { allowsTile, hasRowsOfTerms, pixelsOf, plainTile, plainTiles } from '../sizes.ts';
import type { TypescriptImplementation } from './implementation.ts';

const schema = z.strictObject({ name: z.literal('gather'), tile: tileSchema });
const ofTile = (tile: z.infer<typeof tileSchema>): z.infer<typeof schema> => ({ name: 'gather', tile });

export const gather: TypescriptImplementation<z.infer<typeof schema>> = {
  name: 'gather',
  about: 'all, from windows that are gathered',
  schema,
  accepts: () => true,
  choose: contraction => ofTile(plainTile(contraction)),
  variants(contraction) {
    if (hasRowsOfTerms(contraction)) return [];
    const { inputs, channels } = sizesOf(contraction);
    const all = plainTiles(contraction).map(ofTile);
    // Of many channels, Winograd's forms pay by so much that no tile makes up for it.
    return takesWinograd(contraction) && Math.min(inputs, channels) >= 64 ? all.slice(0, 1) : all;
  },
  allows: (contraction, { tile }) => allowsTile(contraction, tile),
  weights: () => ({ order: 'out, tap, in' }),
  scratch(contraction, { tile }) {
    const { inputs, taps } = sizesOf(contraction);
    return tile.rows * inputs * taps;
  },
  print: (kernel, slots) =>
    printContract(kernel, slots, scheduleOf(schema, kernel).tile, {
      does: 'Gathers what is read',
      helper: printGather(kernel),
      fill: (rows, first) => gatherRows(kernel, rows, first),
    }),
};

/** Gathers the windows of a strip's pixels. */
function gatherRows({ x, y }: Contraction, rows: number, first: string): string {
  const [images = 1] = x.shape;
  const [sn = 0] = x.strides;
  const image = images > 1 ? `, ${index(['image', sn])}` : '';
  return count(rows)
    .map(row => `gather(row${row}, x, ${pixelOf(row, rows, first, pixelsOf(y))}${image});`)
    .join('\n');
}
