/** Convolutions and linear layers by panels of weights: the algorithms `panel` and `band`. */

import { InvariantError } from '../../../compiler/errors.ts';
import type { ContractKernel, Tile } from '../../../compiler/plan/kernel.ts';
import { sizesOf } from '../../sizes.ts';
import type { PrintedKernel } from '../../units.ts';
import { bandShares, contractionUnits, panelShares, pixelLoops, rowsWith } from '../shares.ts';
import { algorithmOf, bandOf, type Panels, panelsOf } from '../sizes.ts';
import { add, comment, get, i32, least, multiply, quotient, remainder, set } from '../wat/expressions.ts';
import { Locals, loop, overUnits, printFunction } from '../wat/function.ts';
import { bytes } from '../wat/memory.ts';
import { printBand } from './band.ts';
import { printDepthwise } from './depthwise.ts';
import { findResults, overPixels, type PixelLoop, placeIn, storeSums } from './pixels.ts';
import { printSums, sumOf, termsOf } from './sums.ts';
import { printWinograd } from './winograd.ts';

/** A contraction, by its algorithm. */
export function printContract(kernel: ContractKernel): PrintedKernel {
  switch (kernel.algorithm.name) {
    case 'panel':
      return { text: printPanel(kernel), units: contractionUnits(kernel) };
    case 'band':
      return { text: printBanded(kernel), units: contractionUnits(kernel) };
    case 'winograd-band':
      return printWinograd(kernel);
    case 'depthwise':
      return printDepthwise(kernel);
    default:
      throw new InvariantError(`${kernel.name}: ${kernel.algorithm.name} is for other targets`);
  }
}

/** Pixels read where they lie. A unit of work is a panel for a share of the pixels. */
function printPanel(kernel: ContractKernel): string {
  const { x, window } = kernel;
  const { tile } = algorithmOf(kernel, 'panel');
  const [, sc = 0, sh = 0, sw = 0] = x.strides;
  const [down, across] = window;
  const locals = new Locals();
  const loops = pixelLoops(kernel);
  const { shares, share } = panelShares(kernel, loops, tile);
  const [outer, ...inner] = loops;
  const shared: readonly PixelLoop[] =
    outer && shares > 1 ? [{ ...outer, from: get('start'), to: get('stop') }, ...inner] : loops;
  const body = [
    locals.set('panel', 'i32', quotient(get('unit'), shares)),
    ...(shares > 1
      ? [
          locals.set('start', 'i32', multiply(remainder(get('unit'), shares), share)),
          locals.set('stop', 'i32', least(add(get('start'), i32(share)), i32(outer?.size ?? 1))),
        ]
      : []),
    printTiles(kernel, tile, locals, {
      base: get('x'),
      channel: sc,
      taps: [down.dilation * sh, across.dilation * sw],
      loops: shared,
      where: which => placeIn(shared, which),
    }),
  ];
  return printFunction(kernel, locals, [
    comment(`Panels of ${tile.columns} channels, ${tile.rows} pixels at a time, read where they lie.`),
    overUnits(locals, body.join('\n')),
  ]);
}

/** Pixels read from a copy. A unit of work is a strip of the result's rows for a share of the panels. */
function printBanded(kernel: ContractKernel): string {
  const { x, y, window, epilogue } = kernel;
  const { tile, strip } = algorithmOf(kernel, 'band');
  const [, inputs = 1] = x.shape;
  const [, , height = 1, width = 1] = y.shape;
  const [down, across] = window;
  const band = bandOf(kernel, strip);
  const { strips, shares, share } = bandShares(kernel, tile, strip);
  const { total } = panelsOf(kernel, tile);
  const locals = new Locals();
  const written = [y.strides, ...(epilogue?.operands ?? [])];
  const along = (axis: number, source: number): readonly number[] => [
    source,
    ...written.map(strides => strides[axis] ?? 0),
  ];
  const rows: PixelLoop = {
    variable: 'p0',
    size: Math.min(strip, height),
    strides: along(2, down.stride * band.row),
    ...(height % strip !== 0 && { to: get('rows') }),
  };
  const columns: PixelLoop = { variable: 'p1', size: width, strides: along(3, across.stride * inputs) };
  const loops = [rows, columns];
  const number = locals.declare('strip', 'i32');
  const image = quotient(get(number), strips);
  const first = multiply(remainder(get(number), strips), strip);
  const known = locals.declare('copied', 'i32');
  const body = [
    set(number, quotient(get('unit'), shares)),
    locals.set('image', 'i32', image),
    locals.set('top', 'i32', first),
    ...(height % strip === 0
      ? []
      : [locals.set('rows', 'i32', least(i32(strip), `(i32.sub ${i32(height)} ${get('top')})`))]),
    `(if (i32.ne ${get(known)} ${add(get(number), i32(1))}) (then
      ${set(known, add(get(number), i32(1)))}
      ${printBand(kernel, band, locals, get('image'), add(multiply(get('top'), down.stride), i32(-down.padding[0])))}))`,
    ...(shares > 1
      ? [
          locals.set('first', 'i32', multiply(remainder(get('unit'), shares), share)),
          locals.set('last', 'i32', least(add(get('first'), i32(share)), i32(total))),
        ]
      : []),
    loop(
      locals,
      'panel',
      shares > 1 ? { from: get('first'), to: get('last') } : { to: i32(total) },
      printTiles(kernel, tile, locals, {
        base: get('room'),
        channel: 1,
        taps: [down.dilation * band.row, across.dilation * inputs],
        loops,
        where: which =>
          which === 0
            ? placeIn(loops, 0)
            : add(
                multiply(
                  add(
                    multiply(get('image'), written[which - 1]?.[0] ?? 0),
                    multiply(get('top'), written[which - 1]?.[2] ?? 0),
                  ),
                  bytes,
                ),
                placeIn(loops, which),
              ),
      }),
    ),
  ];
  return printFunction(kernel, locals, [
    comment(
      `Strips of ${Math.min(strip, height)} rows, panels of ${tile.columns} channels, ${tile.rows} pixels at a time.`,
    ),
    overUnits(locals, body.join('\n')),
  ]);
}

/** How tiles find what they read and write. */
interface Reading {
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
function printTiles(kernel: ContractKernel, tile: Tile, locals: Locals, reading: Reading): string {
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
