/** Panels of weights; what `strip` rows of the result read is copied first, channels side by side, zeros outside the image. */

import { z } from 'zod';
import { type Contraction, count, scheduleOf, tileSchema } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import type { PrintedKernel } from '../../units.ts';
import { printBand } from '../kernels/band.ts';
import { printTiles } from '../kernels/contract.ts';
import { type PixelLoop, placeIn } from '../kernels/pixels.ts';
import { bandShares } from '../shares.ts';
import { bandOf, panelsOf, weightsInPanels } from '../sizes.ts';
import { allowsTile, isForWinograd, stripOf, stripsAround, tileOf, tilesFor } from '../tiles.ts';
import { add, comment, get, i32, least, multiply, quotient, remainder, set } from '../wat/expressions.ts';
import { Locals, loop, overUnits, printFunction } from '../wat/function.ts';
import { bytes } from '../wat/memory.ts';
import { depthwise } from './depthwise.ts';
import type { WasmImplementation } from './implementation.ts';
import { panel } from './panel.ts';

const schema = z.strictObject({ name: z.literal('band'), tile: tileSchema, strip: count });
type Band = z.infer<typeof schema>;

const choose = (contraction: Contraction): Band => ({
  name: 'band',
  tile: tileOf(contraction),
  strip: stripOf(contraction, false),
});

export const band: WasmImplementation<Band> = {
  name: 'band',
  about: 'all, from a copy with zeros around it',
  schema,
  accepts: () => true,
  choose,
  variants(contraction) {
    if (depthwise.accepts(contraction)) return [];
    const own = choose(contraction);
    if (panel.accepts(contraction)) {
      // A copy may pay where windows overlap, although pixels could be read where they lie.
      return contraction.window.some(axis => axis.kernel > axis.stride) ? [own] : [];
    }
    if (isForWinograd(contraction)) return [own];
    const [, , height = 1] = contraction.y.shape;
    return [
      ...tilesFor(contraction).map(tile => ({ ...own, tile })),
      ...stripsAround(own.strip, height).map(strip => ({ ...own, strip })),
    ];
  },
  allows: (_, { tile }) => allowsTile(tile),
  weights: weightsInPanels,
  scratch: (contraction, { strip }) => bandOf(contraction, strip).size,
  print,
};

/** Pixels read from a copy. A unit of work is a strip of the result's rows for a share of the panels. */
function print(kernel: ContractKernel): PrintedKernel {
  const { x, y, window, epilogue } = kernel;
  const { tile, strip } = scheduleOf(schema, kernel);
  const [, inputs = 1] = x.shape;
  const [images = 1, , height = 1, width = 1] = y.shape;
  const [down, across] = window;
  const copy = bandOf(kernel, strip);
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
    strides: along(2, down.stride * copy.row),
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
      ${printBand(kernel, copy, locals, get('image'), add(multiply(get('top'), down.stride), i32(-down.padding[0])))}))`,
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
        taps: [down.dilation * copy.row, across.dilation * inputs],
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
  const text = printFunction(kernel, locals, [
    comment(
      `Strips of ${Math.min(strip, height)} rows, panels of ${tile.columns} channels, ${tile.rows} pixels at a time.`,
    ),
    overUnits(locals, body.join('\n')),
  ]);
  return { text, units: images * strips * shares };
}
