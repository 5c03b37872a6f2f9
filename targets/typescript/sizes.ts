/** Sizes of contractions in float64 and one number at a time. Measured on Node 20 (V8 11.3); see `bench`. */

import type { Contraction } from '../../compiler/plan/implementation.ts';
import type { Access, Tile, WinogradSize } from '../../compiler/plan/kernel.ts';
import { isPointwise } from '../sizes.ts';

/**
 * Rows that one strip may have, best first. V8 keeps seven sums, one weight and one address in registers, and seven
 * divides the pixels of images whose sides are multiples of 7, as all of ResNet's are.
 */
const rowChoices = [7, 8, 6, 5, 4];

/** The most rows that a strip may have. */
export const mostRows = 16;

/** The tile of sums as they are defined. */
export const plainTile = ({ y, groups }: Contraction): Tile =>
  tileOf(pixelsOf(y), (y.shape[1] ?? 1) / groups);

/** Whether a pixel's channels, side by side, are the terms of its sums. */
export const hasRowsOfTerms = (contraction: Contraction): boolean =>
  isPointwise(contraction) && contraction.groups === 1 && hasRows(contraction.x);

/** Pixels of one image. */
export const pixelsOf = ({ shape: [, , height = 1, width = 1] }: Access): number => height * width;

/** Winograd tiles of one image. */
export const tilesOf = ({ shape: [, , height = 1, width = 1] }: Access, size: WinogradSize): number =>
  Math.ceil(height / size) * Math.ceil(width / size);

/** A strip's rows divide the pixels where they can; where pixels are few, several output channels share a row. */
export function tileOf(pixels: number, channels: number): Tile {
  if (pixels < 4) {
    const columns = [4, 2, 1].find(count => channels % count === 0) ?? 1;
    return { rows: pixels, columns: pixels * columns <= 8 ? columns : 1 };
  }
  return { rows: rowChoices.find(rows => pixels % rows === 0) ?? 7, columns: 1 };
}

/** Whether each pixel's channels lie side by side, and pixels at one distance. */
function hasRows({ shape, strides }: Access): boolean {
  const [, c = 1, , width = 1] = shape;
  const [, sc = 0, sh = 0, sw = 0] = strides;
  const inLine = sh === 0 || width === 1 || sh === sw * width;
  return (c === 1 || sc === 1) && inLine;
}

/** Tiles of eight sums or fewer: what V8 keeps in registers. */
const tiles: readonly Tile[] = [
  { rows: 8, columns: 1 },
  { rows: 7, columns: 1 },
  { rows: 4, columns: 1 },
  { rows: 4, columns: 2 },
  { rows: 3, columns: 2 },
  { rows: 2, columns: 4 },
  { rows: 1, columns: 4 },
  { rows: 1, columns: 2 },
];

/** The tiles worth measuring of sums as they are defined. Of many pixels, a strip has some. */
export const plainTiles = (contraction: Contraction): readonly Tile[] => {
  const pixels = pixelsOf(contraction.y);
  return [
    plainTile(contraction),
    ...tiles.filter(
      ({ rows, columns }) => rows <= pixels && (rows > 1 || pixels < 4) && divides(columns, contraction),
    ),
  ];
};

/** Whether a strip of pixels may have a tile. */
export const allowsTile = (contraction: Contraction, { rows, columns }: Tile): boolean =>
  rows <= mostRows && divides(columns, contraction);

/** Whether output channels, so many at a time, are of one group, and none is left. */
const divides = (columns: number, { y, groups }: Contraction): boolean =>
  [1, 2, 4].includes(columns) && ((y.shape[1] ?? 1) / groups) % columns === 0;
