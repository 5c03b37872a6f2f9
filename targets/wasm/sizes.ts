/** Sizes of contractions in vectors: panels of weights, copies of the image, transformed tiles. In numbers. */

import type { PackedLayout } from '../../compiler/ops/packing.ts';
import type { ContractKernel, Tile, WinogradSize } from '../../compiler/plan/kernel.ts';
import { sizesOf } from '../sizes.ts';

type Sized = Pick<ContractKernel, 'x' | 'y' | 'window' | 'groups'>;

/** Panels of a contraction. None has channels of two groups. */
export interface Panels {
  readonly lanes: number;
  readonly perGroup: number;
  readonly total: number;
  /** Output channels in the last panel of a group. */
  readonly rest: number;
  /** Numbers in one. */
  readonly size: number;
}

export function panelsOf(kernel: Sized, { columns: lanes }: Tile): Panels {
  const { channels, terms } = sizesOf(kernel);
  const outPerGroup = channels / kernel.groups;
  const perGroup = Math.ceil(outPerGroup / lanes);
  const rest = outPerGroup - (perGroup - 1) * lanes;
  return { lanes, perGroup, total: perGroup * kernel.groups, rest, size: terms * lanes };
}

/** Weights of some output channels together, term by term: a panel. */
export const weightsInPanels = (
  { groups }: Pick<ContractKernel, 'groups'>,
  { tile }: { readonly tile: Tile },
): PackedLayout => ({
  order: 'panel, tap, in, lane',
  multiple: tile.columns,
  ...(groups > 1 && { groups }),
});

/** A copy of what some rows of the result read, channels side by side, zeros outside the image. */
export interface Band {
  readonly rows: number;
  readonly columns: number;
  /** Rows of the image from one band to the next. */
  readonly step: number;
  /** Numbers from a row to the next. */
  readonly row: number;
  readonly size: number;
}

/** The band of a strip of this many rows of the result, or of Winograd's tiles. */
export function bandOf({ x, y, window }: Sized, strip: number, output?: WinogradSize): Band {
  const [, inputs = 1] = x.shape;
  const [, , height = 1, width = 1] = y.shape;
  const [vertical, horizontal] = window;
  const span = (places: number, { stride, kernel, dilation }: typeof vertical): number =>
    (places - 1) * stride + (kernel - 1) * dilation + 1;
  const outRows = strip * (output ?? 1);
  const outColumns = output ? Math.ceil(width / output) * output : width;
  const rows = span(output ? outRows : Math.min(outRows, height), vertical);
  const columns = span(outColumns, horizontal);
  const row = columns * inputs;
  return { rows, columns, step: outRows * vertical.stride, row, size: rounded(rows * row + 4) };
}

/** To whole cache lines. */
export const rounded = (numbers: number): number => Math.ceil(numbers / 16) * 16;

/** How a Winograd convolution is done: `strip` rows of tiles at a time, and `panels` of weights with each. */
export interface Winograd {
  readonly output: WinogradSize;
  readonly tile: Tile;
  readonly strip: number;
  readonly panels: number;
}

/** How Winograd's tiles lie in room. */
export interface Tiles extends Pick<Winograd, 'output' | 'tile'> {
  readonly side: number;
  readonly down: number;
  readonly across: number;
  /** Rows of tiles in all images, and in a strip. */
  readonly total: number;
  readonly rows: number;
  readonly strips: number;
  /** Tiles in a strip. */
  readonly count: number;
  /** Numbers between tiles and between planes of what is transformed, and of the products. */
  readonly input: { readonly tile: number; readonly plane: number };
  readonly products: { readonly tile: number; readonly plane: number };
  /** Where these begin, and the buffer between two passes of a transform. */
  readonly places: { readonly input: number; readonly products: number; readonly buffer: number };
  readonly size: number;
}

export function winogradTilesOf(kernel: Sized, { output, strip, panels, tile }: Winograd): Tiles {
  const [images = 1, , height = 1, width = 1] = kernel.y.shape;
  const [, inputs = 1] = kernel.x.shape;
  const side = output + 2;
  const [down, across] = [Math.ceil(height / output), Math.ceil(width / output)];
  const total = images * down;
  const rows = Math.min(strip, total);
  const count = rows * across;
  // A cache line between planes: those a power of two apart would share few lines of the cache.
  const input = { tile: Math.ceil(inputs / 4) * 4, plane: 0 };
  input.plane = rounded(count * input.tile) + 16;
  const products = { tile: panels * tile.columns, plane: count * panels * tile.columns + 16 };
  // Copied a row of tiles at a time: so a strip may have tiles of several images.
  const band = bandOf(kernel, 1, output).size;
  const places = {
    input: band,
    products: band + side ** 2 * input.plane,
    buffer: band + side ** 2 * (input.plane + products.plane),
  };
  return {
    output,
    tile,
    side,
    down,
    across,
    total,
    rows,
    strips: Math.ceil(total / rows),
    count,
    input,
    products,
    places,
    size: places.buffer + side ** 2 * 4,
  };
}
