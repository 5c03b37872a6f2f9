/** A row at a time: `slices` groups of threads form the sums of a share of the terms each, added in order. */

import { z } from 'zod';
import { count, scheduleOf } from '../../../compiler/plan/implementation.ts';
import type { Shape } from '../../../compiler/shape.ts';
import { isPointwise, sizesOf } from '../../sizes.ts';
import { blockMemory } from '../architectures.ts';
import { vectorBytes } from '../block-memory.ts';
import { printConstants } from '../kernels/shapes.ts';
import { argumentsOf, type CudaImplementation, weightsInQuads } from './implementation.ts';

const schema = z.strictObject({
  name: z.literal('vector'),
  tile: z.strictObject({ rows: z.literal(1), columns: count.multipleOf(4) }),
  slices: count,
});
type Vector = z.infer<typeof schema>;

const own: Vector = { name: 'vector', tile: { rows: 1, columns: 8 }, slices: 128 };

/** The most rows of a linear layer that are multiplied one by one. */
const fewRows = 4;

/** Whether the mean over images of this shape is best computed by who reads it. Of many, too many blocks would do it again. */
export const takesMeans = ([images = 1, channels = 1]: Shape): boolean =>
  images <= fewRows && vectorBytes(channels, own) <= blockMemory;

export const vector: CudaImplementation<Vector> = {
  name: 'vector',
  about: 'linear layers of few rows, and those over means',
  schema,
  // Or a convolution that is one; its row must fit into shared memory.
  accepts(contraction) {
    if (contraction.mean) return true;
    const { pixels, terms } = sizesOf(contraction);
    return (
      contraction.groups === 1 &&
      isPointwise(contraction) &&
      !contraction.joined &&
      pixels <= fewRows &&
      vectorBytes(terms, own) <= blockMemory
    );
  },
  choose: () => own,
  variants: () => [own],
  allows: (_, { tile, slices }) => tile.columns === own.tile.columns && slices === own.slices,
  weights: weightsInQuads,
  scratch: () => 0,
  how(kernel) {
    const { tile, slices } = scheduleOf(schema, kernel);
    return `A block sums ${tile.columns} outputs of a row, in ${slices} slices of the terms.`;
  },
  print(kernel) {
    const schedule = scheduleOf(schema, kernel);
    const { tile, slices } = schedule;
    const { pixels, channels, terms } = sizesOf(kernel);
    const threads = (tile.columns / 4) * slices;
    return {
      template: 'vector',
      file: 'vector',
      blocks: [pixels, Math.ceil(channels / tile.columns), 1],
      threads,
      shared: vectorBytes(terms, schedule),
      parameters: argumentsOf(kernel),
      lines: [
        printConstants({ columns: tile.columns, slices, threads }),
        `static constexpr bool of_mean = ${kernel.mean === true};`,
      ],
    };
  },
};
