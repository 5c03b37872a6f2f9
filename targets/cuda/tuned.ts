/**
 * Tiles that were measured to be faster than those the model chooses: `npm run bench -- cuda --tune` writes
 * `tuned.json`. It is empty until then.
 */

import { z } from 'zod';
import type { Contraction } from '../../compiler/plan/contract.ts';
import type { Algorithm } from '../../compiler/plan/kernel.ts';
import { printShape } from '../../compiler/shape.ts';
import type { CudaOptions } from './options.ts';
import table from './tuned.json' with { type: 'json' };

const size = z.int().positive();
const tile = z.strictObject({ rows: size, columns: size });
const staged = { tile, depth: size, stages: size, splits: size };
const entries = z.record(
  z.string(),
  z.discriminatedUnion('name', [
    z.strictObject({ name: z.literal('simt'), ...staged, thread: tile }),
    z.strictObject({ name: z.literal('mma'), ...staged, warp: tile }),
  ]),
);

/** By `tunedKey`. */
const tuned = entries.parse(table);

/** What was measured, if anything. */
export const tunedFor = (contraction: Contraction, options: CudaOptions): Algorithm | undefined =>
  tuned[tunedKey(contraction, options)];

/** Architecture, precision, shapes with the batch, windows: `sm_90 f16 [1, 64, 56, 56] 1x1/1 -> [1, 256, 56, 56]`. */
export function tunedKey(
  { x, y, window, joined }: Contraction,
  { precision, architecture }: CudaOptions,
): string {
  const image = (shape: readonly number[], [v, h]: Contraction['window']): string =>
    `${printShape(shape)} ${v.kernel}x${h.kernel}/${v.stride}`;
  const second = joined ? ` + ${image(joined.x.shape, joined.window)}` : '';
  return `${architecture} ${precision} ${image(x.shape, window)}${second} -> ${printShape(y.shape)}`;
}
