/** Tiles and strips of contractions in vectors. Measured on Node 20 (V8 11.3); see `bench`. */

import type { Contraction } from '../../compiler/plan/implementation.ts';
import type { Tile } from '../../compiler/plan/kernel.ts';
import { sizesOf } from '../sizes.ts';
import { takesWinograd } from '../winograd.ts';
import { bandOf } from './sizes.ts';

/** Units of work that threads can share. */
export const enough = 16;

/**
 * Sums that registers hold beside what they are made of: V8 11.3 loads all that a turn of the loop reads before it
 * multiplies, so pixels, vectors of channels and their products are 14 together, or 15.
 */
export function tileOf({ y, groups, ...rest }: Contraction): Tile {
  const [, channels = 1, , width = 1] = y.shape;
  const vectors = Math.min(4, Math.ceil(channels / groups / 4));
  if (vectors > 2) return wideTile(sizesOf({ ...rest, y, groups }).terms);
  const choices = vectors === 1 ? [7, 6, 5, 4] : [4, 3];
  return { rows: choices.find(rows => width % rows === 0) ?? 4, columns: vectors * 4 };
}

/** Terms whose panel of 16 channels is larger than a core's first cache: panels of 8 are read half as often. */
const manyTerms = 1024;

/** The tile of sums of so many terms, of many channels. */
export const wideTile = (terms: number): Tile =>
  terms < manyTerms ? { rows: 2, columns: 16 } : { rows: 4, columns: 8 };

/** Numbers that stay in a core's second cache beside a panel of weights. */
const cached = 2 ** 17;

/**
 * Rows of the result that are computed from one copy: as many as stay in the cache, for all weights are read once for
 * each strip. Where weights are few, as in depthwise convolutions, enough strips for threads to share.
 */
export function stripOf(contraction: Contraction, isShared: boolean): number {
  const [images = 1, , height = 1] = contraction.y.shape;
  const most = isShared ? Math.ceil(height / Math.ceil(enough / images)) : height;
  let strip = Math.min(most, height);
  while (strip > 1 && bandOf(contraction, strip).size > cached) strip--;
  // Equal strips.
  return Math.ceil(height / Math.ceil(height / strip));
}

/** Tiles whose sums fit into registers with what they are made of: of many channels, and of few. */
export const wideTiles: readonly Tile[] = [
  { rows: 2, columns: 16 },
  { rows: 4, columns: 8 },
  { rows: 3, columns: 8 },
];
const narrowTiles: readonly Tile[] = [
  { rows: 7, columns: 4 },
  { rows: 5, columns: 4 },
  { rows: 4, columns: 4 },
];

/** The tiles worth measuring of panels of weights. */
export function tilesFor(contraction: Contraction): readonly Tile[] {
  if (isForWinograd(contraction)) return [tileOf(contraction)];
  const { y, groups } = contraction;
  const perGroup = (y.shape[1] ?? 1) / groups;
  return perGroup > 8 ? wideTiles : perGroup > 4 ? [...wideTiles.slice(1), ...narrowTiles] : narrowTiles;
}

/** Whether there are so many channels that Winograd's forms pay by more than a tile of plain sums can make up for. */
export function isForWinograd(contraction: Contraction): boolean {
  const { inputs, channels } = sizesOf(contraction);
  return takesWinograd(contraction) && Math.min(inputs, channels) >= 16;
}

/** Whether there are kernels of a tile. */
export const allowsTile = ({ rows, columns }: Tile): boolean =>
  rows <= 16 && columns <= 32 && columns % 4 === 0;

/** Half as large a strip, and twice, of equal ones. */
export const stripsAround = (strip: number, total: number): readonly number[] =>
  [strip / 2, strip * 2]
    .map(size => Math.min(total, Math.max(1, Math.ceil(size))))
    .map(size => Math.ceil(total / Math.ceil(total / size)))
    .filter(size => size !== strip);
