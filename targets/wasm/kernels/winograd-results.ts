/** The end of a Winograd convolution: products transformed back, finished and stored. */

import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { count } from '../../indices.ts';
import { winograd } from '../../winograd.ts';
import type { Tiles } from '../sizes.ts';
import { add, get, i32, least, multiply, quotient, remainder, set, subtract } from '../wat/expressions.ts';
import { type Locals, loop } from '../wat/function.ts';
import { bytes } from '../wat/memory.ts';
import { findResults, storeSums } from './pixels.ts';
import { transform } from './transform.ts';

/** All tiles from row `top` of tiles on, of the panels from `first` up to `last`. */
export function printResults(kernel: ContractKernel, tiles: Tiles, tileRows: string, locals: Locals): string {
  const [, channels = 1] = kernel.y.shape;
  const { output, tile, down, total, across, products, places } = tiles;
  const rest = channels % 4;
  const each = (lanes: number): string => printVector(kernel, tiles, lanes, locals);
  const end = least(multiply(get('last'), tile.columns), i32(channels));
  const vectors = [
    loop(
      locals,
      'n',
      { from: multiply(get('first'), tile.columns), to: rest > 0 ? get('whole') : get('stop'), step: 4 },
      each(4),
    ),
    ...(rest > 0
      ? [
          `(if (i32.lt_u ${get('whole')} ${get('stop')}) (then ${locals.set('n', 'i32', get('whole'))}\n${each(rest)}))`,
        ]
      : []),
  ];
  const body = [
    locals.set('left', 'i32', multiply(get('tile_column'), output)),
    locals.set(
      'tile_at',
      'i32',
      add(
        get('room'),
        i32(places.products * bytes),
        multiply(add(multiply(get('tile_row'), across), get('tile_column')), products.tile * bytes),
      ),
    ),
    ...vectors,
  ].join('\n');
  const row = add(get('top'), get('tile_row'));
  return [
    locals.set('stop', 'i32', end),
    // Of the last panel, perhaps fewer than four channels are left.
    ...(rest > 0 ? [locals.set('whole', 'i32', `(i32.and ${get('stop')} ${i32(-4)})`)] : []),
    loop(
      locals,
      'tile_row',
      { to: tileRows },
      [
        locals.set('image', 'i32', total > down ? quotient(row, down) : i32(0)),
        locals.set('y_top', 'i32', multiply(total > down ? remainder(row, down) : row, output)),
        loop(locals, 'tile_column', { to: i32(across) }, body),
      ].join('\n'),
    ),
  ].join('\n');
}

/** Up to four channels of a tile. */
function printVector(
  kernel: ContractKernel,
  { output, tile, side, products, places }: Tiles,
  lanes: number,
  locals: Locals,
): string {
  const { y, bias, epilogue } = kernel;
  const [, , height = 1, width = 1] = y.shape;
  const matrix = winograd[output].output;
  const names = count(side).map(i => locals.declare(`d${i}`, 'v128'));
  const at = (offset: number): string => (offset > 0 ? `offset=${offset} ` : '');
  const columns = [
    ...names.map((name, i) =>
      set(name, `(v128.load ${at(i * side * products.plane * bytes)}${get('plane_at')})`),
    ),
    ...transform(locals, matrix, names, i => `o${i}`),
    ...count(output).map(i => `(v128.store ${at(i * side * 16)}${get('buffer_at')} ${get(`o${i}`)})`),
    set('plane_at', add(get('plane_at'), i32(products.plane * bytes))),
    set('buffer_at', add(get('buffer_at'), i32(16))),
  ].join('\n');
  const written = [y.strides, ...(epilogue?.operands ?? [])];
  const row = add(get('y_top'), get('j'));
  const results = findResults(
    kernel,
    locals,
    get('n'),
    which => {
      const [sn = 0, , sh = 0, sw = 0] = written[which - 1] ?? [];
      return multiply(add(multiply(get('image'), sn), multiply(row, sh), multiply(get('left'), sw)), bytes);
    },
    which => written[which - 1]?.[3] ?? 0,
  );
  const stores = count(output).map(j => {
    const stored = storeSums(
      kernel,
      locals,
      {
        ...results,
        y: { ...results.y, offset: j * results.step * bytes },
        operand: i => ({ ...results.operand(i), offset: j * (results.steps[i] ?? 0) * bytes }),
      },
      1,
      lanes,
      () => get(`o${j}`),
    );
    const isInside = j === 0 || width % output === 0;
    return isInside ? stored : `(if (i32.lt_u ${add(get('left'), i32(j))} ${i32(width)}) (then ${stored}))`;
  });
  const rows = [
    ...names.map((name, j) => set(name, `(v128.load ${at(j * 16)}${get('buffer_at')})`)),
    ...transform(locals, matrix, names, i => `o${i}`),
    ...(bias ? count(output).map(j => set(`o${j}`, `(f32x4.add ${get(`o${j}`)} ${get('bias')})`)) : []),
    results.find,
    ...stores,
    set('buffer_at', add(get('buffer_at'), i32(side * 16))),
  ].join('\n');
  const buffer = add(get('room'), i32(places.buffer * bytes));
  return [
    ...(bias ? [locals.set('bias', 'v128', `(v128.load ${add(get('b'), multiply(get('n'), bytes))})`)] : []),
    locals.set(
      'plane_at',
      'i32',
      add(get('tile_at'), multiply(subtract(get('n'), multiply(get('first'), tile.columns)), bytes)),
    ),
    locals.set('buffer_at', 'i32', buffer),
    loop(locals, 'j', { to: i32(side) }, columns),
    set('buffer_at', buffer),
    loop(
      locals,
      'j',
      { to: height % output === 0 ? i32(output) : least(i32(output), subtract(i32(height), get('y_top'))) },
      rows,
    ),
  ].join('\n');
}
