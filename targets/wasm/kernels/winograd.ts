/**
 * 3x3 convolutions by Winograd's minimal filtering: a strip of tiles is transformed, multiplied plane by plane with
 * panels of weights, and transformed back.
 */

import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { count } from '../../indices.ts';
import type { PrintedKernel } from '../../units.ts';
import { winograd } from '../../winograd.ts';
import { contractionUnits } from '../shares.ts';
import { algorithmOf, bandOf, panelsOf, type Tiles, winogradTilesOf } from '../sizes.ts';
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
import { printBand } from './band.ts';
import { printSums, sumOf } from './sums.ts';
import { transform } from './transform.ts';
import { printResults } from './winograd-results.ts';

/** The kernel. A unit of work is a strip for some panels. */
export function printWinograd(kernel: ContractKernel): PrintedKernel {
  const algorithm = algorithmOf(kernel, 'winograd-band');
  const { panels } = algorithm;
  const tiles = winogradTilesOf(kernel, algorithm);
  const { total } = panelsOf(kernel, algorithm.tile);
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
      `Strips of ${rows} ${rows === 1 ? 'row' : 'rows'} of ${tiles.across} tiles, ${panels} panels of ${algorithm.tile.columns} channels.`,
    ),
    overUnits(locals, body.join('\n')),
  ]);
  return { text, units: contractionUnits(kernel) };
}

/** Rows of tiles, four channels at a time: columns into the buffer, from there rows into the planes. */
function printForward(kernel: ContractKernel, tiles: Tiles, tileRows: string, locals: Locals): string {
  const { side, down, across, input, places } = tiles;
  const [, inputs = 1] = kernel.x.shape;
  const { output } = algorithmOf(kernel, 'winograd-band');
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
  const { tile } = algorithmOf(kernel, 'winograd-band');
  const { input, products, places, side } = tiles;
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
      // A cache line behind each plane of weights: see `expanded` in the plan.
      locals.set('plane_weights', 'i32', add(get('w'), multiply(get('plane'), total * panel + 16 * bytes))),
      loop(locals, 'panel', { from: get('first'), to: get('last') }, inPanel.join('\n')),
    ].join('\n'),
  );
}
