/** How much dynamic shared memory blocks take: the same sums that the kernels in `device/kernels/` lay out. */

import type { ContractKernel, Tile } from '../../compiler/plan/kernel.ts';
import { sizesOf } from '../sizes.ts';
import type { Precision } from './options.ts';
import { precisions } from './precisions.ts';

/** A tile of sums, at the end (`tile_result.cuh`). */
const sumsBytes = ({ rows, columns }: Tile): number => 4 * rows * (columns + 8);

/** Stages of both tiles (`pipeline.cuh`), in whose place the sums come. */
export const stagedBytes = (
  { tile, depth, stages }: { readonly tile: Tile; readonly depth: number; readonly stages: number },
  precision: Precision,
): number =>
  Math.max(stages * (tile.rows + tile.columns) * depth * precisions[precision].bytes, sumsBytes(tile));

/** What `patch` kernels read of the shape. */
type Shallow = Pick<ContractKernel, 'x' | 'y' | 'window' | 'groups'>;

/** Weights and patch (`patch_simt.cuh`, `patch_mma.cuh`), in whose place the sums come. */
export function patchBytes(
  kernel: Shallow,
  { tile, across }: { readonly tile: Tile; readonly across: number },
  precision: Precision,
): number {
  const [vertical, horizontal] = kernel.window;
  const { inputs, terms } = sizesOf(kernel);
  const span = (axis: typeof vertical, pixels: number): number =>
    (pixels - 1) * axis.stride + (axis.kernel - 1) * axis.dilation + 1;
  const height = span(vertical, tile.rows / across);
  if (!precisions[precision].multiply) {
    const patch = height * span(horizontal, across) * inputs;
    return Math.max(4 * (terms * tile.columns + patch), sumsBytes(tile));
  }
  const size = precisions[precision].bytes;
  const step = 32 / size;
  const taps = (Math.ceil((horizontal.kernel * 4) / step) * step) / 4;
  const side = tile.columns * (vertical.kernel * taps * 4 + 16 / size);
  const patch = 4 * height * ((across - 1) * horizontal.stride + taps);
  return Math.max(size * (side + patch), sumsBytes(tile));
}

/** A row and the sums of every slice (`vector.cuh`). */
export const vectorBytes = (
  terms: number,
  { tile, slices }: { readonly tile: Tile; readonly slices: number },
): number => 4 * (4 * Math.ceil(terms / 4) + slices * tile.columns);
