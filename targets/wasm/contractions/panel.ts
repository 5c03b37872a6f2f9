/** Panels of weights; pixels are read where they lie: windows that do not reach out of the image, channels side by side. */

import { z } from 'zod';
import { type Contraction, scheduleOf, tileSchema } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import type { PrintedKernel } from '../../units.ts';
import { printTiles } from '../kernels/contract.ts';
import { type PixelLoop, placeIn } from '../kernels/pixels.ts';
import { panelShares, pixelLoops } from '../shares.ts';
import { panelsOf, weightsInPanels } from '../sizes.ts';
import { allowsTile, tileOf, tilesFor } from '../tiles.ts';
import { add, comment, get, i32, least, multiply, quotient, remainder } from '../wat/expressions.ts';
import { Locals, overUnits, printFunction } from '../wat/function.ts';
import { depthwise } from './depthwise.ts';
import type { WasmImplementation } from './implementation.ts';

const schema = z.strictObject({ name: z.literal('panel'), tile: tileSchema });
type Panel = z.infer<typeof schema>;

export const panel: WasmImplementation<Panel> = {
  name: 'panel',
  about: 'windows that do not reach out of the image',
  schema,
  accepts: isInPlace,
  choose: contraction => ({ name: 'panel', tile: tileOf(contraction) }),
  variants: contraction =>
    depthwise.accepts(contraction) ? [] : tilesFor(contraction).map(tile => ({ name: 'panel', tile })),
  allows: (_, { tile }) => allowsTile(tile),
  weights: weightsInPanels,
  scratch: () => 0,
  print,
};

/** Whether no window reaches out of the image, whose channels lie side by side. */
function isInPlace({ x, y, window }: Contraction): boolean {
  const [, channels = 1, ...sizes] = x.shape;
  const [, sc = 0] = x.strides;
  const isInside = window.every(({ kernel, stride, dilation, padding }, axis) => {
    const places = y.shape[axis + 2] ?? 1;
    return padding[0] === 0 && (places - 1) * stride + (kernel - 1) * dilation < (sizes[axis] ?? 1);
  });
  return isInside && (channels === 1 || sc === 1);
}

/** Pixels read where they lie. A unit of work is a panel for a share of the pixels. */
function print(kernel: ContractKernel): PrintedKernel {
  const { x, window } = kernel;
  const { tile } = scheduleOf(schema, kernel);
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
  const text = printFunction(kernel, locals, [
    comment(`Panels of ${tile.columns} channels, ${tile.rows} pixels at a time, read where they lie.`),
    overUnits(locals, body.join('\n')),
  ]);
  return { text, units: panelsOf(kernel, tile).total * shares };
}
