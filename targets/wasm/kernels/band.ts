/** Copies what a strip of the result reads into room: channels side by side, zeros outside the image. */

import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { count } from '../../indices.ts';
import type { Band } from '../sizes.ts';
import { add, comment, get, i32, multiply, set } from '../wat/expressions.ts';
import { type Locals, loop } from '../wat/function.ts';
import { bytes } from '../wat/memory.ts';

/**
 * Fills the band at `room`.
 *
 * @param image - the image's number
 * @param top - the band's first row, of the image; may lie above it
 */
export function printBand(
  { x, window }: ContractKernel,
  band: Band,
  locals: Locals,
  image: string,
  top: string,
): string {
  const [, channels = 1, height = 1, width = 1] = x.shape;
  const [sn = 0, , sh = 0] = x.strides;
  const [left] = window[1].padding;
  // Columns with zeros, and with pixels.
  const before = Math.min(left, band.columns);
  const inside = Math.max(0, Math.min(width, band.columns - before));
  const behind = band.columns - before - inside;
  const pixel = channels * bytes;
  const row = locals.declare('row', 'i32');
  const line = locals.declare('line', 'i32');
  const clear = (column: number, columns: number): string =>
    columns > 0
      ? `(memory.fill ${add(get(line), i32(column * pixel))} ${i32(0)} ${i32(columns * pixel)})`
      : '';
  const copied = [
    clear(0, before),
    inside > 0 ? copyRow(x.shape, x.strides, before, inside, locals) : '',
    clear(before + inside, behind),
  ].join('\n');
  const from = add(get('x'), multiply(add(multiply(image, sn), multiply(get(row), sh)), bytes));
  return [
    comment('A copy of the rows that are read, with zeros around the image.'),
    loop(
      locals,
      'i',
      { to: i32(band.rows) },
      [
        set(row, add(top, get('i'))),
        set(line, add(get('room'), multiply(get('i'), band.row * bytes))),
        `(if (i32.lt_u ${get(row)} ${i32(height)}) (then
          ${locals.set('source', 'i32', from)}
          ${copied}) (else ${clear(0, band.columns)}))`,
      ].join('\n'),
    ),
  ].join('\n');
}

/** Copies pixels from `source` to column `before` of `line`. */
function copyRow(
  [, channels = 1]: readonly number[],
  [, sc = 0, , sw = 0]: readonly number[],
  before: number,
  inside: number,
  locals: Locals,
): string {
  const pixel = channels * bytes;
  const to = add(get('line'), i32(before * pixel));
  const isLine = (channels === 1 || sc === 1) && (inside === 1 || sw === channels);
  if (isLine) return `(memory.copy ${to} ${get('source')} ${i32(inside * pixel)})`;
  locals.declare('from_pixel', 'i32');
  locals.declare('to_pixel', 'i32');
  const move = (channel: number, base: string, target: string): string =>
    `(f32.store offset=${channel * bytes} ${target} (f32.load offset=${channel * sc * bytes} ${base}))`;
  const few = channels <= 8;
  const each = few
    ? count(channels)
        .map(channel => move(channel, get('from_pixel'), get('to_pixel')))
        .join('\n')
    : loop(
        locals,
        'channel',
        { to: i32(channels) },
        move(
          0,
          add(get('from_pixel'), multiply(get('channel'), sc * bytes)),
          add(get('to_pixel'), multiply(get('channel'), bytes)),
        ),
      );
  return [
    set('from_pixel', get('source')),
    set('to_pixel', to),
    loop(
      locals,
      'column',
      { to: i32(inside) },
      [
        each,
        set('from_pixel', add(get('from_pixel'), i32(sw * bytes))),
        set('to_pixel', add(get('to_pixel'), i32(pixel))),
      ].join('\n'),
    ),
  ].join('\n');
}
