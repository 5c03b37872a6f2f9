/**
 * The units of a contraction's work, which threads share: enough of them that up to eight threads get about as much
 * each. Every sum is formed by one thread in one order.
 */

import type { ContractKernel, Tile } from '../../compiler/plan/kernel.ts';
import { type Loop, loopsOver } from '../loops.ts';
import { panelsOf } from './sizes.ts';

/** Units that are enough. */
const enough = 64;

/** What a kernel is asked for its loops. */
type Looped = Pick<ContractKernel, 'x' | 'y' | 'window' | 'epilogue' | 'groups'>;

/**
 * Loops over all pixels of a result that is read in place, as few as its layout allows. Strides are those of what is
 * read, of the result and of each operand.
 */
export function pixelLoops({ x, y, window, epilogue }: Looped): readonly Loop[] {
  const [sn = 0, , sh = 0, sw = 0] = x.strides;
  const [vertical, horizontal] = window;
  const reads = [sn, 0, vertical.stride * sh, horizontal.stride * sw];
  return loopsOver(y, [reads, ...(epilogue?.operands ?? [])], [0, 2, 3]).map((loop, i) => {
    const [result = 0, source = 0, ...operands] = loop.strides;
    return { ...loop, variable: `p${i}`, strides: [source, result, ...operands] };
  });
}

/** Equal parts, but for the last. */
export interface Shares {
  /** How many, and how much each has. */
  readonly shares: number;
  readonly share: number;
}

const inShares = (size: number, most: number, multiple = 1): Shares => {
  const share = Math.ceil(Math.ceil(size / Math.max(1, most)) / multiple) * multiple;
  return { share, shares: Math.ceil(size / share) };
};

/** Pixels that are summed together where a panel has fewer vectors: as many sums as registers can hold. */
export const rowsWith = (vectors: number, { rows, columns }: Tile): number =>
  vectors * 4 >= columns ? rows : Math.max(rows, [6, 4, 2, 2][vectors - 1] ?? rows);

/** Shares of the outermost loop of an algorithm `panel`. */
export function panelShares(kernel: Looped, loops: readonly Loop[], tile: Tile): Shares {
  const [outer, ...inner] = loops;
  if (!outer) return { shares: 1, share: 1 };
  const { total, rest } = panelsOf(kernel, tile);
  const multiple = inner.length > 0 ? 1 : tile.rows * rowsWith(Math.ceil(rest / 4), tile);
  return inShares(outer.size, Math.ceil(enough / total), multiple);
}

/** Strips of an image, and shares of the panels that are done with each. */
export function bandShares(kernel: Looped, tile: Tile, strip: number): Shares & { readonly strips: number } {
  const [images = 1, , height = 1] = kernel.y.shape;
  const strips = Math.ceil(height / strip);
  return { strips, ...inShares(panelsOf(kernel, tile).total, Math.ceil(enough / (images * strips))) };
}
