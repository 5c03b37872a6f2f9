/**
 * 3x3 convolutions by Winograd's minimal filtering: a strip of tiles is transformed, multiplied plane by plane with
 * panels of weights, and transformed back.
 */

import { z } from 'zod';
import {
  type Contraction,
  scheduleOf,
  count as size,
  tileSchema,
} from '../../../compiler/plan/implementation.ts';
import type { ContractKernel, Tile, WinogradSize } from '../../../compiler/plan/kernel.ts';
import { count } from '../../indices.ts';
import { sizesOf } from '../../sizes.ts';
import type { PrintedKernel } from '../../units.ts';
import { aboutWinograd, takesWinograd, winograd } from '../../winograd.ts';
import { printBand } from '../kernels/band.ts';
import { printSums, sumOf } from '../kernels/sums.ts';
import { transform } from '../kernels/transform.ts';
import { printResults } from '../kernels/winograd-results.ts';
import { bandOf, panelsOf, type Tiles, type Winograd, winogradTilesOf } from '../sizes.ts';
import { allowsTile, enough, stripsAround, wideTile, wideTiles } from '../tiles.ts';
import {
  add,
  comment,
  get,
  i32,
  least,
  multiply,
  quotient,
  remainder,
  set,
  subtract,
} from '../wat/expressions.ts';
import { Locals, loop, overUnits, printFunction } from '../wat/function.ts';
import { bytes, store } from '../wat/memory.ts';
import type { WasmImplementation } from './implementation.ts';

/** Multiplications and additions of four numbers that a core does while it reads a number from beyond its caches. */
const reading = 1.5;
/** What a transform costs, in such operations for each four numbers of a tile. */
const transforming = 12;

/**
 * Numbers behind each plane of weights: a cache line. Planes a power of two apart would share few lines of the cache, and
 * vectors are fast enough to feel it.
 */
const gap = 16;

interface Schedule extends Omit<Winograd, 'output'> {
  readonly name: string;
}

/** The form of a size. */
function implementationOf(output: WinogradSize): WasmImplementation<Schedule> {
  const name = `winograd${output}`;
  const schema = z.strictObject({ name: z.literal(name), tile: tileSchema, strip: size, panels: size });
  const choose = (contraction: Contraction, tile?: Tile): Schedule => {
    const { output: _, ...rest } = sizedFor(contraction, output, tile);
    return { name, ...rest };
  };
  return {
    name,
    about: aboutWinograd(output),
    schema,
    accepts: takesWinograd,
    pays: contraction => fastestSize(contraction) === output,
    choose: contraction => choose(contraction),
    variants(contraction) {
      const { inputs, channels } = sizesOf(contraction);
      if (Math.min(inputs, channels) < 4) return [];
      const own = choose(contraction);
      const [images = 1, , height = 1] = contraction.y.shape;
      const rows = images * Math.ceil(height / output);
      return [
        ...wideTiles.map(tile => choose(contraction, tile)),
        ...stripsAround(own.strip, rows).map(strip => ({ ...own, strip })),
      ];
    },
    allows: (_, { tile }) => allowsTile(tile),
    weights: (_, { tile }) => ({
      order: 'tap, panel, in, lane',
      multiple: tile.columns,
      transform: { kind: 'winograd', output, gap },
    }),
    scratch: (contraction, schedule) => winogradTilesOf(contraction, { ...schedule, output }).size,
    print: kernel => printWinograd(kernel, { ...scheduleOf(schema, kernel), output }),
  };
}

export const winograd2 = implementationOf(2);
export const winograd4 = implementationOf(4);

/** The size that takes the least time, if any takes less than plain sums. */
function fastestSize(contraction: Contraction): WinogradSize | undefined {
  const { y } = contraction;
  const { inputs, channels, pixels, terms } = sizesOf(contraction);
  if (Math.min(inputs, channels) < 8) return undefined;
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
  return best.output;
}

/** Numbers of transformed tiles that a strip may have where weights are few, and of products with them. */
const transformed = 2 ** 16;
const multiplied = 2 ** 16;

/**
 * Winograd's form of a size, with the strip and the panels that suit a tile.
 *
 * @param tile - few tiles have to pay for each time that weights are read: so halved panels pay from fewer terms on
 */
function sizedFor(
  contraction: Contraction,
  output: WinogradSize,
  tile: Tile = wideTile(4 * sizesOf(contraction).inputs),
): Winograd {
  const places = (output + 2) ** 2;
  const { channels, inputs } = sizesOf(contraction);
  const [images = 1, , height = 1] = contraction.y.shape;
  // Rows of tiles in all images: a strip may have tiles of several.
  const down = images * Math.ceil(height / output);
  // All weights are read for each strip: the more there are, the more tiles a strip has.
  const most = Math.max(transformed, (places * inputs * channels) / 2);
  const total = Math.ceil(channels / tile.columns);
  const sized = (strip: number, panels: number): Winograd => ({
    output,
    tile,
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

/** The kernel. A unit of work is a strip for some panels. */
function printWinograd(kernel: ContractKernel, form: Winograd): PrintedKernel {
  const { panels, tile } = form;
  const tiles = winogradTilesOf(kernel, form);
  const { total } = panelsOf(kernel, tile);
  const shares = Math.ceil(total / panels);
  const { rows } = tiles;
  const locals = new Locals();
  const number = locals.declare('strip', 'i32');
  const known = locals.declare('copied', 'i32');
  const isWhole = tiles.total % rows === 0;
  const tileRows = isWhole ? i32(rows) : get('tile_rows');
  const body = [
    set(number, quotient(get('unit'), shares)),
    // The strip's first row of tiles, counted through all images.
    locals.set('top', 'i32', multiply(get(number), rows)),
    ...(isWhole
      ? []
      : [locals.set('tile_rows', 'i32', least(i32(rows), subtract(i32(tiles.total), get('top'))))]),
    locals.set('tiles', 'i32', multiply(tileRows, tiles.across)),
    `(if (i32.ne ${get(known)} ${add(get(number), i32(1))}) (then
      ${set(known, add(get(number), i32(1)))}
      ${comment('Its tiles, transformed: a plane for each place of a tile.')}
      ${printForward(kernel, tiles, tileRows, locals)}))`,
    locals.set('first', 'i32', multiply(remainder(get('unit'), shares), panels)),
    locals.set('last', 'i32', least(add(get('first'), i32(panels)), i32(total))),
    comment('Products with the weights, plane by plane.'),
    printProducts(kernel, tiles, locals),
    comment('Transformed back.'),
    printResults(kernel, tiles, tileRows, locals),
  ];
  const text = printFunction(kernel, locals, [
    comment(
      `Strips of ${rows} ${rows === 1 ? 'row' : 'rows'} of ${tiles.across} tiles, ${panels} panels of ${tile.columns} channels.`,
    ),
    overUnits(locals, body.join('\n')),
  ]);
  return { text, units: tiles.strips * shares };
}

/** Rows of tiles, four channels at a time: columns into the buffer, from there rows into the planes. */
function printForward(kernel: ContractKernel, tiles: Tiles, tileRows: string, locals: Locals): string {
  const { output, side, down, across, input, places } = tiles;
  const [, inputs = 1] = kernel.x.shape;
  const band = bandOf(kernel, 1, output);
  const [padding] = kernel.window[0].padding;
  const matrix = winograd[output].input;
  const names = count(side).map(i => locals.declare(`d${i}`, 'v128'));
  const at = (offset: number): string => (offset > 0 ? `offset=${offset} ` : '');
  const columns = [
    ...names.map((name, i) => set(name, `(v128.load ${at(i * band.row * bytes)}${get('pixel')})`)),
    ...transform(locals, matrix, names, i => `o${i}`),
    ...names.map((_, i) => `(v128.store ${at(i * side * 16)}${get('buffer_at')} ${get(`o${i}`)})`),
    set('pixel', add(get('pixel'), i32(inputs * bytes))),
    set('buffer_at', add(get('buffer_at'), i32(16))),
  ].join('\n');
  const rows = [
    ...names.map((name, j) => set(name, `(v128.load ${at(j * 16)}${get('buffer_at')})`)),
    ...transform(locals, matrix, names, i => `o${i}`),
    ...names.map((_, j) => `(v128.store ${at(j * input.plane * bytes)}${get('plane_at')} ${get(`o${j}`)})`),
    set('buffer_at', add(get('buffer_at'), i32(side * 16))),
    set('plane_at', add(get('plane_at'), i32(side * input.plane * bytes))),
  ].join('\n');
  const buffer = add(get('room'), i32(places.buffer * bytes));
  const tile = [
    locals.set('pixel', 'i32', add(get('corner'), multiply(get('c'), bytes))),
    locals.set('buffer_at', 'i32', buffer),
    loop(locals, 'j', { to: i32(side) }, columns),
    set('buffer_at', buffer),
    locals.set('plane_at', 'i32', add(get('tile_at'), multiply(get('c'), bytes))),
    loop(locals, 'j', { to: i32(side) }, rows),
  ].join('\n');
  const row = add(get('top'), get('tile_row'));
  const several = tiles.total > down;
  const columnsOfTiles = loop(
    locals,
    'tile_column',
    { to: i32(across) },
    [
      locals.set('corner', 'i32', add(get('room'), multiply(get('tile_column'), output * inputs * bytes))),
      locals.set(
        'tile_at',
        'i32',
        add(
          get('room'),
          i32(places.input * bytes),
          multiply(add(multiply(get('tile_row'), across), get('tile_column')), input.tile * bytes),
        ),
      ),
      loop(locals, 'c', { to: i32(inputs), step: 4 }, tile),
    ].join('\n'),
  );
  return loop(
    locals,
    'tile_row',
    { to: tileRows },
    [
      printBand(
        kernel,
        band,
        locals,
        several ? quotient(row, down) : i32(0),
        add(multiply(several ? remainder(row, down) : row, output), i32(-padding)),
      ),
      columnsOfTiles,
    ].join('\n'),
  );
}

function printProducts(kernel: ContractKernel, tiles: Tiles, locals: Locals): string {
  const { tile, input, products, places, side } = tiles;
  const [, inputs = 1] = kernel.x.shape;
  const { total, size } = panelsOf(kernel, tile);
  const panel = (size / 9) * bytes;
  const vectors = tile.columns / 4;
  const sums = (rows: number): string =>
    [
      printSums(locals, {
        rows,
        vectors,
        lanes: tile.columns,
        step: input.tile,
        terms: { length: inputs, taps: [] },
        a: add(get('plane_in'), multiply(get('t'), input.tile * bytes)),
        w: get('weights'),
      }),
      locals.set('product_at', 'i32', add(get('panel_out'), multiply(get('t'), products.tile * bytes))),
      ...count(rows).flatMap(row =>
        count(vectors).map(vector =>
          store(
            { base: get('product_at'), offset: (row * products.tile + vector * 4) * bytes },
            1,
            get(sumOf(row, vector)),
          ),
        ),
      ),
    ].join('\n');
  const { rows } = tile;
  const inPanel = [
    locals.set(
      'panel_out',
      'i32',
      add(get('plane_out'), multiply(subtract(get('panel'), get('first')), tile.columns * bytes)),
    ),
    locals.set('weights', 'i32', add(get('plane_weights'), multiply(get('panel'), panel))),
    locals.set('whole', 'i32', subtract(get('tiles'), remainder(get('tiles'), rows))),
    loop(locals, 't', { to: get('whole'), step: rows }, sums(rows)),
    ...(rows === 1 || (tiles.count % rows === 0 && tiles.across % rows === 0)
      ? []
      : [loop(locals, 't', { from: get('whole'), to: get('tiles') }, sums(1))]),
  ];
  return loop(
    locals,
    'plane',
    { to: i32(side ** 2) },
    [
      locals.set(
        'plane_in',
        'i32',
        add(get('room'), i32(places.input * bytes), multiply(get('plane'), input.plane * bytes)),
      ),
      locals.set(
        'plane_out',
        'i32',
        add(get('room'), i32(places.products * bytes), multiply(get('plane'), products.plane * bytes)),
      ),
      locals.set('plane_weights', 'i32', add(get('w'), multiply(get('plane'), total * panel + gap * bytes))),
      loop(locals, 'panel', { from: get('first'), to: get('last') }, inPanel.join('\n')),
    ].join('\n'),
  );
}
