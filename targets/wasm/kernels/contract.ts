/** Tiles of sums with panels of weights: what `panel` and `band` share. */

import type { ContractKernel, Tile } from '../../../compiler/plan/kernel.ts';
import { sizesOf } from '../../sizes.ts';
import { rowsWith } from '../shares.ts';
import { type Panels, panelsOf } from '../sizes.ts';
import { add, get, i32, multiply, quotient, remainder } from '../wat/expressions.ts';
import type { Locals } from '../wat/function.ts';
import { bytes } from '../wat/memory.ts';
import { findResults, overPixels, type PixelLoop, storeSums } from './pixels.ts';
import { printSums, sumOf, termsOf } from './sums.ts';

/** How tiles find what they read and write. */
export interface Reading {
  /** Where the image, or its copy, begins. */
  readonly base: string;
  /** Numbers between channels, and between taps along each axis of the window. */
  readonly channel: number;
  readonly taps: readonly [number, number];
  readonly loops: readonly PixelLoop[];
  /** Where a pixel of the loops lies, in bytes: of what is read (0), of the result (1), of an operand. */
  readonly where: (which: number) => string;
}

/** All tiles of local `panel`. */
export function printTiles(kernel: ContractKernel, tile: Tile, locals: Locals, reading: Reading): string {
  const { groups } = kernel;
  const panels = panelsOf(kernel, tile);
  const { channels, perGroup } = sizesOf(kernel);
  const { lanes, rest } = panels;
  const number = get('panel');
  const group = quotient(number, panels.perGroup);
  const inGroup = remainder(number, panels.perGroup);
  const before = [
    locals.set('weights', 'i32', add(get('w'), multiply(number, panels.size * bytes))),
    locals.set(
      'n',
      'i32',
      groups === 1
        ? multiply(number, lanes)
        : add(multiply(group, channels / groups), multiply(inGroup, lanes)),
    ),
    ...(groups === 1
      ? []
      : [
          locals.set('inputs', 'i32', add(reading.base, multiply(group, perGroup * reading.channel * bytes))),
        ]),
    ...(kernel.bias ? [locals.set('biases', 'i32', add(get('b'), multiply(get('n'), bytes)))] : []),
  ];
  const base = groups === 1 ? reading.base : get('inputs');
  const whole = (): string => printTile(kernel, tile, locals, { ...reading, base }, lanes, panels);
  const narrow = (): string => printTile(kernel, tile, locals, { ...reading, base }, rest, panels);
  const isLast = `(i32.eq ${inGroup} ${i32(panels.perGroup - 1)})`;
  const tiles =
    rest === lanes
      ? whole()
      : panels.perGroup === 1
        ? narrow()
        : `(if ${isLast} (then ${narrow()}) (else ${whole()}))`;
  return [...before, tiles].join('\n');
}

/** The tiles of a panel with so many channels. */
function printTile(
  kernel: ContractKernel,
  tile: Tile,
  locals: Locals,
  { base, taps, loops, where }: Reading,
  channels: number,
  { lanes }: Panels,
): string {
  const { window, bias } = kernel;
  const vectors = Math.ceil(channels / 4);
  const inner = loops.at(-1);
  const terms = termsOf([window[0].kernel, window[1].kernel], taps, sizesOf(kernel).perGroup);
  return overPixels(locals, loops, rowsWith(vectors, tile), rows => {
    const sums = printSums(locals, {
      rows,
      vectors,
      lanes,
      step: inner?.strides[0] ?? 0,
      terms,
      a: add(base, where(0)),
      w: get('weights'),
      ...(bias && {
        start: (vector: number) =>
          `(v128.load ${vector > 0 ? `offset=${vector * 16} ` : ''}${get('biases')})`,
      }),
    });
    const results = findResults(kernel, locals, get('n'), where, which => inner?.strides[which] ?? 0);
    const stores = storeSums(kernel, locals, results, rows, channels, (row, vector) =>
      get(sumOf(row, vector)),
    );
    return [sums, results.find, stores].join('\n');
  });
}
