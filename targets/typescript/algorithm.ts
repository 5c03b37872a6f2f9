/** Which algorithm and tile a contraction gets. Measured on Node 20 (V8 11.3); see `bench`. */

import type { Choices, Contraction } from '../../compiler/plan/contract.ts';
import type { Access, Algorithm, AlgorithmOf, Tile, WinogradSize } from '../../compiler/plan/kernel.ts';
import { plainMemory } from '../../compiler/plan/memory.ts';
import { isPointwise } from '../sizes.ts';

/**
 * Rows that one strip may have, best first. V8 keeps seven sums, one weight and one address in registers, and seven
 * divides the pixels of images whose sides are multiples of 7, as all of ResNet's are.
 */
const rowChoices = [7, 8, 6, 5, 4];

const algorithm: Choices['algorithm'] = contraction => {
  const size = winogradSize(contraction);
  return size ? winogradWith(contraction, size) : directOf(contraction);
};

/** Sums as they are defined. */
export const directOf = (contraction: Contraction): Algorithm => ({
  name: hasRowsOfTerms(contraction) ? 'matrix' : 'gather',
  tile: plainTile(contraction),
});

/** The tile of sums as they are defined. */
export const plainTile = ({ y, groups }: Contraction): Tile =>
  tileOf(pixelsOf(y), (y.shape[1] ?? 1) / groups);

/** Winograd's form of a size. */
export const winogradWith = ({ y }: Contraction, output: WinogradSize): AlgorithmOf<'winograd'> => ({
  name: 'winograd',
  tile: { rows: tileOf(tilesOf(y, output), 1).rows, columns: 1 },
  output,
});

/** Whether a pixel's channels, side by side, are the terms of its sums. */
export const hasRowsOfTerms = (contraction: Contraction): boolean =>
  isPointwise(contraction) && contraction.groups === 1 && hasRows(contraction.x);

/** Whether Winograd's forms compute it. */
export const takesWinograd = ({ window, groups }: Contraction): boolean =>
  groups === 1 && window.every(axis => axis.kernel === 3 && axis.stride === 1 && axis.dilation === 1);

const scratch: Choices['scratch'] = ({ x, y, window }, { name, tile, ...rest }) => {
  const [, inputs = 1] = x.shape;
  const [, outputs = 1] = y.shape;
  const [vertical, horizontal] = window;
  if ('output' in rest) return tile.rows * (rest.output + 2) ** 2 * (inputs + outputs);
  return tile.rows * inputs * (name === 'matrix' ? 1 : vertical.kernel * horizontal.kernel);
};

export const choices: Choices = {
  algorithm,
  scratch,
  memory: plainMemory,
  meansIntoLinear: () => false,
  joins: () => false,
};

/** Pixels of one image. */
export const pixelsOf = ({ shape: [, , height = 1, width = 1] }: Access): number => height * width;

/** Winograd tiles of one image. */
export const tilesOf = ({ shape: [, , height = 1, width = 1] }: Access, size: WinogradSize): number =>
  Math.ceil(height / size) * Math.ceil(width / size);

/** A strip's rows divide the pixels where they can; where pixels are few, several output channels share a row. */
function tileOf(pixels: number, channels: number): Tile {
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

/** Numbers in one row of scratch. Above 128 KB a row, V8's loops fall to a third of their speed. */
const longestRow = 16_384;
/** Tiles that weights must serve: F(2x2) has 16/9 of the plain weights to read, F(4x4) four times as many. */
const fewestTiles = 28;

/**
 * The largest Winograd form that pays, if any does: transforms cost about as much as the products of 16 channels, and
 * weights must be used often enough for each time they are read.
 */
function winogradSize(contraction: Contraction): WinogradSize | undefined {
  const { x, y } = contraction;
  const [, inputs = 1] = x.shape;
  const [, outputs = 1] = y.shape;
  if (!takesWinograd(contraction) || Math.min(inputs, outputs) < 16) return undefined;
  const sizes: readonly WinogradSize[] = [4, 2];
  return sizes.find(
    size => tilesOf(y, size) >= fewestTiles && (size + 2) ** 2 * Math.max(inputs, outputs) <= longestRow,
  );
}
