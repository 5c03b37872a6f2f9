/** Pooling: the largest or the mean value of windows, of several channels at once. */

import type { Access, AdaptivePoolKernel, PoolKernel } from '../../../compiler/plan/kernel.ts';
import { count } from '../../indices.ts';
import { type PrintedKernel, unitsIn } from '../../units.ts';
import { finish } from '../wat/epilogue.ts';
import { add, comment, constantOf, get, i32, multiply, set, splat } from '../wat/expressions.ts';
import { Locals, loop, overUnits, printFunction } from '../wat/function.ts';
import { ahead, bytes, type Lanes, load, type Pointer } from '../wat/memory.ts';
import { overChannels, partsOf } from './channels.ts';
import { largest, mean, type Reducer } from './reducers.ts';
import { addressOf, counterValue, decode, enoughUnits } from './units.ts';
import { type Reach, spanOf, tapsOf } from './windows.ts';

/** The function of max and average pooling. */
export function printPool(kernel: PoolKernel): PrintedKernel {
  const [, , height = 1, width = 1] = kernel.x.shape;
  const [, , rows = 1, columns = 1] = kernel.y.shape;
  const [vertical, horizontal] = kernel.window;
  const counts = kernel.reducer === 'mean' ? (kernel.countPadding ? 'padding' : 'inside') : 'nothing';
  return print(
    kernel,
    kernel.reducer,
    [vertical.kernel, horizontal.kernel],
    (locals, i) => tapsOf(locals, 'u', { ...vertical, size: height, places: rows }, i, counts),
    (locals, j) => tapsOf(locals, 'v', { ...horizontal, size: width, places: columns }, j, counts),
  );
}

/** The function of means over windows that divide the input as evenly as can be. */
export function printAdaptivePool(kernel: AdaptivePoolKernel): PrintedKernel {
  const [, , height = 1, width = 1] = kernel.x.shape;
  const [, , rows = 1, columns = 1] = kernel.y.shape;
  return print(
    kernel,
    'mean',
    [largestPart(height, rows), largestPart(width, columns)],
    (locals, i) => spanOf(locals, 'u', height, rows, i),
    (locals, j) => spanOf(locals, 'v', width, columns, j),
  );
}

/** The most places in any of the parts that divide an axis as evenly as can be. */
const largestPart = (size: number, parts: number): number => Math.ceil((size - 1) / parts) + 1;

type AxisReach = (locals: Locals, place: string) => Reach;

function print(
  kernel: PoolKernel | AdaptivePoolKernel,
  reducer: 'max' | 'mean',
  /** The rows of the largest window, and the taps of its rows. */
  most: readonly [rows: number, taps: number],
  vertical: AxisReach,
  horizontal: AxisReach,
): PrintedKernel {
  const { x, y, epilogue } = kernel;
  const locals = new Locals();
  const [images = 1, channels = 1, rows = 1, columns = 1] = y.shape;
  const image = { variable: 'image', size: images };
  const row = { variable: 'i', size: rows };
  const column = { variable: 'j', size: columns };
  const parts = partsOf(channels);
  // Where there are few rows, threads share the channels too.
  const block = { variable: 'block', size: images * rows < enoughUnits ? parts.units : 1 };
  const above = vertical(locals, counterValue(row));
  const beside = horizontal(locals, counterValue(column));
  const step = counterValue(block);
  const first = multiply(step, parts.block);
  const results = [
    { name: 'out', parameter: 'y', strides: y.strides },
    ...(epilogue?.operands ?? []).map((strides, i) => ({ name: `at${i}`, parameter: `r${i}`, strides })),
  ];
  const pointers = [
    locals.set('window', 'i32', windowAt(x, counterValue(image), above, beside, first)),
    ...results.map(({ name, parameter, strides: [sn = 0, sc = 0, sh = 0, sw = 0] }) =>
      locals.set(
        name,
        'i32',
        addressOf(
          parameter,
          [counterValue(image), sn],
          [counterValue(row), sh],
          [counterValue(column), sw],
          [first, sc],
        ),
      ),
    ),
  ];
  const forward = [{ name: 'window', strides: x.strides }, ...results].flatMap(({ name, strides }) =>
    strides[1] ? [{ name, stride: strides[1] }] : [],
  );
  const at = (which: number): Pointer => ({ base: get(results[which]?.name ?? ''), offset: 0 });
  const divisor = reducer === 'mean' ? divisorOf(locals, above, beside) : undefined;
  const place = overChannels(locals, parts, block, forward, (vectors, lanes) => {
    const values = divisor ? mean(locals, vectors, divisor.value, most) : largest(locals, vectors);
    return [
      reduceWindow(locals, kernel.x, values, above, beside, vectors, lanes),
      ...count(vectors).map(vector =>
        finish(kernel, locals, values.result(vector), {
          lanes,
          y: ahead(at(0), 4 * vector * (y.strides[1] ?? 0)),
          operand: i => ahead(at(i + 1), 4 * vector * (epilogue?.operands[i]?.[1] ?? 0)),
        }),
      ),
    ].join('\n');
  });
  const counters = [image, row, block];
  const body = [
    decode(locals, counters),
    ...(above.begin ? [comment('Rows of the window that lie inside the image.'), above.begin] : []),
    loop(
      locals,
      'j',
      { to: i32(columns) },
      [
        ...(beside.begin ? [comment('And columns.'), beside.begin] : []),
        divisor?.begin ?? '',
        comment('Its first tap, and where results lie.'),
        ...pointers,
        place,
      ].join('\n'),
    ),
  ].join('\n');
  return { text: printFunction(kernel, locals, [overUnits(locals, body)]), units: unitsIn(counters) };
}

/** Where the first tap of a window lies that is inside the image. */
function windowAt({ strides }: Access, image: string, above: Reach, beside: Reach, channel: string): string {
  const [sn = 0, sc = 0, sh = 0, sw = 0] = strides;
  return addressOf('x', [image, sn], [above.first, sh], [beside.first, sw], [channel, sc]);
}

/** What sums are divided by: constant where windows are alike. */
function divisorOf(
  locals: Locals,
  above: Reach,
  beside: Reach,
): { readonly begin: string; readonly value: string } {
  const counted = multiply(above.counted, beside.counted);
  const known = constantOf(counted);
  if (known !== undefined) return { begin: '', value: splat(known) };
  return {
    begin: locals.set('divisor', 'v128', `(f32x4.splat (f32.convert_i32_u ${counted}))`),
    value: get('divisor'),
  };
}

/** A window from tap to tap, for some vectors of channels. */
function reduceWindow(
  locals: Locals,
  { strides: [, sc = 0, sh = 0, sw = 0] }: Access,
  reducer: Reducer,
  above: Reach,
  beside: Reach,
  vectors: number,
  lanes: Lanes,
): string {
  const [line, at] = [locals.declare('line', 'i32'), locals.declare('at', 'i32')];
  const value = (vector: number): string =>
    load({ base: get(at), offset: 4 * vector * sc * bytes }, sc, lanes);
  const tap = [
    ...count(vectors).map(vector => reducer.take(vector, value(vector))),
    set(at, add(get(at), i32(beside.apart * sw * bytes))),
    reducer.afterTap,
  ].join('\n');
  const row = [
    reducer.beginRow,
    set(at, get(line)),
    loop(locals, 'v', beside, tap),
    reducer.endRow,
    set(line, add(get(line), i32(above.apart * sh * bytes))),
    reducer.afterRow,
  ].join('\n');
  return [reducer.begin, set(line, get('window')), loop(locals, 'u', above, row), reducer.end].join('\n');
}
