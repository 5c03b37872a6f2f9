/** Which algorithm and tile a contraction gets. Measured on Node 20 (V8 11.3); see `bench`. */

import type { Choices, Contraction } from '../../compiler/plan/contract.ts';
import type { Algorithm, AlgorithmOf, Tile, WinogradSize } from '../../compiler/plan/kernel.ts';
import { plainMemory } from '../../compiler/plan/memory.ts';
import { sizesOf } from '../sizes.ts';
import { roomFor } from './shares.ts';
import { bandOf, winogradTilesOf } from './sizes.ts';

const algorithm: Choices['algorithm'] = contraction => winogradOf(contraction) ?? directOf(contraction);

/** Sums as they are defined. */
export const directOf = (contraction: Contraction): Algorithm =>
  depthwiseOf(contraction) ?? panelOf(contraction) ?? bandedOf(contraction);

/** One channel a group. */
export function depthwiseOf(contraction: Contraction): AlgorithmOf<'depthwise'> | undefined {
  const { groups } = contraction;
  const { inputs, channels } = sizesOf(contraction);
  if (groups === 1 || groups !== inputs || groups !== channels) return undefined;
  return { name: 'depthwise', tile: { rows: 4, columns: 4 }, strip: stripOf(contraction, true) };
}

/** Pixels where they lie. */
export const panelOf = (contraction: Contraction): AlgorithmOf<'panel'> | undefined =>
  isInPlace(contraction) ? { name: 'panel', tile: tileOf(contraction) } : undefined;

/** Pixels from a copy: anything at all. */
export const bandedOf = (contraction: Contraction): AlgorithmOf<'band'> => ({
  name: 'band',
  tile: tileOf(contraction),
  strip: stripOf(contraction, false),
});

export const choices: Choices = {
  algorithm,
  scratch: (contraction, chosen) => roomFor({ ...contraction, algorithm: chosen }),
  memory: plainMemory,
  meansIntoLinear: () => false,
  joins: () => false,
};

/**
 * Sums that registers hold beside what they are made of: V8 11.3 loads all that a turn of the loop reads before it
 * multiplies, so pixels, vectors of channels and their products are 14 together, or 15.
 */
function tileOf({ y, groups, ...rest }: Contraction): Tile {
  const [, channels = 1, , width = 1] = y.shape;
  const vectors = Math.min(4, Math.ceil(channels / groups / 4));
  if (vectors > 2) return wideTile(sizesOf({ ...rest, y, groups }).terms);
  const choices = vectors === 1 ? [7, 6, 5, 4] : [4, 3];
  return { rows: choices.find(rows => width % rows === 0) ?? 4, columns: vectors * 4 };
}

/** Terms whose panel of 16 channels is larger than a core's first cache: panels of 8 are read half as often. */
const manyTerms = 1024;

/** The tile of sums of so many terms, of many channels. */
const wideTile = (terms: number): Tile =>
  terms < manyTerms ? { rows: 2, columns: 16 } : { rows: 4, columns: 8 };

/** Whether no window reaches out of the image, whose channels lie side by side. */
export function isInPlace({ x, y, window }: Contraction): boolean {
  const [, channels = 1, ...sizes] = x.shape;
  const [, sc = 0] = x.strides;
  const isInside = window.every(({ kernel, stride, dilation, padding }, axis) => {
    const places = y.shape[axis + 2] ?? 1;
    return padding[0] === 0 && (places - 1) * stride + (kernel - 1) * dilation < (sizes[axis] ?? 1);
  });
  return isInside && (channels === 1 || sc === 1);
}

/** Numbers that stay in a core's second cache beside a panel of weights. */
const cached = 2 ** 17;

/**
 * Rows of the result that are computed from one copy: as many as stay in the cache, for all weights are read once for
 * each strip. Where weights are few, as in depthwise convolutions, enough strips for threads to share.
 */
function stripOf(contraction: Contraction, isShared: boolean): number {
  const [images = 1, , height = 1] = contraction.y.shape;
  const most = isShared ? Math.ceil(height / Math.ceil(enough / images)) : height;
  let strip = Math.min(most, height);
  while (strip > 1 && bandOf(contraction, strip).size > cached) strip--;
  // Equal strips.
  return Math.ceil(height / Math.ceil(height / strip));
}

/** Multiplications and additions of four numbers that a core does while it reads a number from beyond its caches. */
const reading = 1.5;
/** What a transform costs, in such operations for each four numbers of a tile. */
const transforming = 12;

/** Whether Winograd's forms compute it. */
export const takesWinograd = ({ window, groups }: Contraction): boolean =>
  groups === 1 && window.every(axis => axis.kernel === 3 && axis.stride === 1 && axis.dilation === 1);

/** Winograd's form that takes the least time, if any takes less than plain sums. */
function winogradOf(contraction: Contraction): AlgorithmOf<'winograd-band'> | undefined {
  const { y } = contraction;
  const { inputs, channels, pixels, terms } = sizesOf(contraction);
  if (!takesWinograd(contraction) || Math.min(inputs, channels) < 8) return undefined;
  const [images = 1, , height = 1, width = 1] = y.shape;
  let best: { readonly cost: number; readonly output?: WinogradSize } = {
    cost: (pixels * terms * channels) / 4 + reading * terms * channels,
  };
  for (const output of [4, 2] as const) {
    const places = (output + 2) ** 2;
    const tiles = images * Math.ceil(height / output) * Math.ceil(width / output);
    const products = (places * tiles * inputs * channels) / 4;
    const transforms = (transforming * places * tiles * (inputs + channels)) / 4;
    const cost = products + transforms + reading * places * inputs * channels;
    if (cost < best.cost) best = { cost, output };
  }
  return best.output && winogradWith(contraction, best.output);
}

/** Numbers of transformed tiles that a strip may have where weights are few, and of products with them. */
const transformed = 2 ** 16;
const multiplied = 2 ** 16;

/** Units of work that threads can share. */
const enough = 16;

/**
 * Winograd's form of a size, with the strip and the panels that suit a tile.
 *
 * @param tile - few tiles have to pay for each time that weights are read: so halved panels pay from fewer terms on
 */
export function winogradWith(
  contraction: Contraction,
  output: WinogradSize,
  tile: Tile = wideTile(4 * sizesOf(contraction).inputs),
): AlgorithmOf<'winograd-band'> {
  const places = (output + 2) ** 2;
  const { channels, inputs } = sizesOf(contraction);
  const [images = 1, , height = 1] = contraction.y.shape;
  // Rows of tiles in all images: a strip may have tiles of several.
  const down = images * Math.ceil(height / output);
  // All weights are read for each strip: the more there are, the more tiles a strip has.
  const most = Math.max(transformed, (places * inputs * channels) / 2);
  const total = Math.ceil(channels / tile.columns);
  const sized = (strip: number, panels: number): AlgorithmOf<'winograd-band'> => ({
    name: 'winograd-band',
    tile,
    output,
    strip,
    panels,
  });
  let strip = down;
  while (strip > 1 && places * winogradTilesOf(contraction, sized(strip, 1)).input.plane > most) {
    strip--;
  }
  strip = Math.ceil(down / Math.ceil(down / strip));
  // Enough units of work for threads to share, and no more products than stay in the cache.
  const strips = Math.ceil(down / strip);
  let panels = Math.ceil(total / Math.ceil(enough / strips));
  while (
    panels > 1 &&
    places * winogradTilesOf(contraction, sized(strip, panels)).products.plane > multiplied
  ) {
    panels--;
  }
  return sized(strip, Math.ceil(total / Math.ceil(total / panels)));
}
