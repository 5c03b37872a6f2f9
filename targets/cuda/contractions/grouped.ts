/** Each thread by itself, straight from memory: for few terms a sum, as grouped and depthwise windows have. */

import { z } from 'zod';
import { type Contraction, count, scheduleOf } from '../../../compiler/plan/implementation.ts';
import { sizesOf } from '../../sizes.ts';
import { printConstants } from '../kernels/shapes.ts';
import { argumentsOf, type CudaImplementation, share, weightsInQuads } from './implementation.ts';

const schema = z.strictObject({
  name: z.literal('grouped'),
  tile: z.strictObject({ rows: count, columns: count.multipleOf(4) }),
  thread: z.strictObject({ rows: count, columns: z.literal(4) }),
});
type Grouped = z.infer<typeof schema>;

/** 128 threads: as many quads side by side as there are, up to 16, with so many pixels each. */
function ofRows(contraction: Contraction, rows: number): Grouped {
  const columns = 2 ** Math.min(4, Math.ceil(Math.log2(sizesOf(contraction).quads)));
  return {
    name: 'grouped',
    tile: { rows: (128 / columns) * rows, columns: 4 * columns },
    thread: { rows, columns: 4 },
  };
}

const threadsOf = ({ tile, thread }: Grouped): number => ((tile.rows / thread.rows) * tile.columns) / 4;

export const grouped: CudaImplementation<Grouped> = {
  name: 'grouped',
  about: 'convolutions in groups',
  schema,
  accepts: ({ groups }) => groups > 1,
  // Several pixels each where they are many.
  choose(contraction) {
    const { pixels, quads } = sizesOf(contraction);
    return ofRows(contraction, pixels * quads >= 2 ** 20 ? 4 : pixels * quads >= 2 ** 17 ? 2 : 1);
  },
  variants: contraction => [1, 2, 4].map(rows => ofRows(contraction, rows)),
  allows: (_, schedule) =>
    schedule.thread.rows <= 8 &&
    schedule.tile.rows % schedule.thread.rows === 0 &&
    threadsOf(schedule) === 128,
  weights: weightsInQuads,
  scratch: () => 0,
  how(kernel) {
    const { tile, thread } = scheduleOf(schema, kernel);
    return `${share(tile)}, a thread ${thread.rows} by 4.`;
  },
  print(kernel) {
    const schedule = scheduleOf(schema, kernel);
    const { tile, thread } = schedule;
    const { pixels, channels } = sizesOf(kernel);
    const threads = threadsOf(schedule);
    return {
      template: 'grouped',
      file: 'grouped',
      blocks: [Math.ceil(pixels / tile.rows), Math.ceil(channels / tile.columns), 1],
      threads,
      shared: 0,
      parameters: argumentsOf(kernel),
      lines: [
        printConstants({
          groups: kernel.groups,
          rows: tile.rows,
          columns: tile.columns,
          thread_rows: thread.rows,
          threads,
        }),
      ],
    };
  },
};
