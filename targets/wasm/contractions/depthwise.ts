/** One channel a group: some neighbouring pixels of four channels at a time, from a copy with zeros around the image. */

import { z } from 'zod';
import { type Contraction, scheduleOf, count as size } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { count } from '../../indices.ts';
import { sizesOf } from '../../sizes.ts';
import type { PrintedKernel } from '../../units.ts';
import { printBand } from '../kernels/band.ts';
import { findResults, overPixels, type PixelLoop, placeIn, storeSums } from '../kernels/pixels.ts';
import { sumOf } from '../kernels/sums.ts';
import { bandOf } from '../sizes.ts';
import { stripOf, stripsAround } from '../tiles.ts';
import {
  add,
  comment,
  get,
  i32,
  least,
  multiply,
  multiplyAdd,
  quotient,
  remainder,
  set,
  subtract,
} from '../wat/expressions.ts';
import { Locals, loop, overUnits, printFunction } from '../wat/function.ts';
import { bytes } from '../wat/memory.ts';
import type { WasmImplementation } from './implementation.ts';

const schema = z.strictObject({
  name: z.literal('depthwise'),
  tile: z.strictObject({ rows: size, columns: z.literal(4) }),
  strip: size,
});
type Depthwise = z.infer<typeof schema>;

const choose = (contraction: Contraction): Depthwise => ({
  name: 'depthwise',
  tile: { rows: 4, columns: 4 },
  strip: stripOf(contraction, true),
});

export const depthwise: WasmImplementation<Depthwise> = {
  name: 'depthwise',
  about: 'one channel a group',
  schema,
  accepts(contraction) {
    const { inputs, channels } = sizesOf(contraction);
    const { groups } = contraction;
    return groups > 1 && groups === inputs && groups === channels;
  },
  choose,
  variants(contraction) {
    const own = choose(contraction);
    const [, , height = 1] = contraction.y.shape;
    return [
      ...[2, 6].map(rows => ({ ...own, tile: { rows, columns: 4 as const } })),
      ...stripsAround(own.strip, height).map(strip => ({ ...own, strip })),
    ];
  },
  allows: (_, { tile }) => tile.rows <= 16,
  weights: () => ({ order: 'tap, in, out', multiple: 4 }),
  scratch: (contraction, { strip }) => bandOf(contraction, strip).size,
  print,
};

/** The kernel. A unit of work is a strip of the result's rows. */
function print(kernel: ContractKernel): PrintedKernel {
  const { y, window, epilogue, bias } = kernel;
  const { tile, strip } = scheduleOf(schema, kernel);
  const [images = 1, channels = 1, height = 1, width = 1] = y.shape;
  const [down, across] = window;
  const band = bandOf(kernel, strip);
  const strips = Math.ceil(height / strip);
  const padded = Math.ceil(channels / 4) * 4;
  const locals = new Locals();
  const written = [y.strides, ...(epilogue?.operands ?? [])];
  const along = (axis: number, source: number): readonly number[] => [
    source,
    ...written.map(strides => strides[axis] ?? 0),
  ];
  const loops: readonly PixelLoop[] = [
    {
      variable: 'p0',
      size: Math.min(strip, height),
      strides: along(2, down.stride * band.row),
      ...(height % strip !== 0 && { to: get('rows') }),
    },
    { variable: 'p1', size: width, strides: along(3, across.stride * channels) },
  ];
  const where = (which: number): string => {
    const own = written[which - 1];
    if (!own) return placeIn(loops, 0);
    const start = add(multiply(get('image'), own[0] ?? 0), multiply(get('top'), own[2] ?? 0));
    return add(multiply(start, bytes), placeIn(loops, which));
  };
  const step = across.stride * channels;
  const offset = (numbers: number): string => (numbers === 0 ? '' : `offset=${numbers * bytes} `);
  const vector = (rows: number, lanes: number): string => {
    const begin = bias ? `(v128.load ${add(get('b'), multiply(get('n'), bytes))})` : undefined;
    const tap = [
      locals.set('w0', 'v128', `(v128.load ${get('k')})`),
      ...count(rows).map(row =>
        locals.set(`a${row}`, 'v128', `(v128.load ${offset(row * step)}${get('a')})`),
      ),
      ...count(rows).map(row =>
        set(sumOf(row, 0), multiplyAdd(get(`a${row}`), get('w0'), get(sumOf(row, 0)))),
      ),
      set('k', add(get('k'), i32(padded * bytes))),
      set('a', add(get('a'), i32(across.dilation * channels * bytes))),
    ].join('\n');
    const nextRow = (down.dilation * band.row - across.kernel * across.dilation * channels) * bytes;
    const results = findResults(kernel, locals, get('n'), where, which => loops[1]?.strides[which] ?? 0);
    return [
      ...count(rows).map(row =>
        locals.set(
          sumOf(row, 0),
          'v128',
          row === 0 || !begin ? (begin ?? '(v128.const i32x4 0 0 0 0)') : get(sumOf(0, 0)),
        ),
      ),
      locals.set('a', 'i32', add(get('room'), where(0), multiply(get('n'), bytes))),
      locals.set('k', 'i32', add(get('w'), multiply(get('n'), bytes))),
      loop(
        locals,
        'u',
        { to: i32(down.kernel) },
        [loop(locals, 'v', { to: i32(across.kernel) }, tap), set('a', add(get('a'), i32(nextRow)))].join(
          '\n',
        ),
      ),
      results.find,
      storeSums(kernel, locals, results, rows, lanes, row => get(sumOf(row, 0))),
    ].join('\n');
  };
  const rest = channels % 4;
  const pixels = (rows: number): string =>
    [
      loop(locals, 'n', { to: i32(channels - rest), step: 4 }, vector(rows, 4)),
      ...(rest > 0 ? [locals.set('n', 'i32', i32(channels - rest)), vector(rows, rest)] : []),
    ].join('\n');
  const body = [
    locals.set('image', 'i32', quotient(get('unit'), strips)),
    locals.set('top', 'i32', multiply(remainder(get('unit'), strips), strip)),
    ...(height % strip === 0
      ? []
      : [locals.set('rows', 'i32', least(i32(strip), subtract(i32(height), get('top'))))]),
    printBand(
      kernel,
      band,
      locals,
      get('image'),
      add(multiply(get('top'), down.stride), i32(-down.padding[0])),
    ),
    overPixels(locals, loops, tile.rows, pixels),
  ];
  const text = printFunction(kernel, locals, [
    comment(`Strips of ${Math.min(strip, height)} rows, ${tile.rows} pixels of four channels at a time.`),
    overUnits(locals, body.join('\n')),
  ]);
  return { text, units: images * strips };
}
