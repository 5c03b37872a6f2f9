/** Pooling: the largest or the mean value of windows. */

import type { Access, AdaptivePoolKernel, PoolKernel } from '../../../compiler/plan/kernel.ts';
import { reachOf } from '../../../compiler/plan/layout.ts';
import { index } from '../../indices.ts';
import { pixelsIn } from '../../sizes.ts';
import { printBindings } from '../parts/bindings.ts';
import { converted, printResult, resultBindings } from '../parts/epilogue.ts';
import { type Lanes, lanesOf, placeNames, printPlace } from '../parts/lanes.ts';
import { tapLoops } from '../parts/taps.ts';
import { unsigned, wrapping } from '../parts/unsigned.ts';
import { printNumber } from '../scalars.ts';
import { printEach } from './each.ts';
import type { Printed } from './printed.ts';

/** Max and average pooling. */
export function printPool(kernel: PoolKernel, head: string): Printed {
  const { x, y, window, reducer, countPadding } = kernel;
  const lanes = lanesInAndOut(kernel);
  const number = printNumber(lanes);
  const [vertical, horizontal] = window;
  const [, , height = 1, width = 1] = x.shape;
  const names = placeNames(y.shape);
  const { u, v, open, close } = tapLoops(window);
  const counts = reducer === 'mean';
  const value = converted(`x[${placeIn(x, names.image, lanes)}]`, lanes);
  // What is counted but not read: padding, where it counts. What ceil mode adds beyond it never does.
  const counted = `row < ${height + vertical.padding[1] + vertical.padding[0]} && column < ${width + horizontal.padding[1] + horizontal.padding[0]}`;
  return printThreads(kernel, head, lanes, [
    counts ? `var total = ${number(0)};` : `var result = ${number(Number.NEGATIVE_INFINITY)};`,
    ...(counts ? ['var counted = 0.0;'] : []),
    ...open,
    // From the padding's edge, and from the image's: unsigned, what lies left of it or above wraps around.
    ...(counts && countPadding
      ? [
          `let row = ${unsigned(index([names.h, vertical.stride], [u, vertical.dilation]))};`,
          `let column = ${unsigned(index([names.w, horizontal.stride], [v, horizontal.dilation]))};`,
          `if (${counted}) {`,
          'counted += 1.0;',
          '}',
        ]
      : []),
    `let i = ${wrapping(index([names.h, vertical.stride], [u, vertical.dilation]), -vertical.padding[0])};`,
    `let j = ${wrapping(index([names.w, horizontal.stride], [v, horizontal.dilation]), -horizontal.padding[0])};`,
    `if (i < ${height} && j < ${width}) {`,
    ...(counts
      ? [`total += ${value};`, ...(countPadding ? [] : ['counted += 1.0;'])]
      : [`result = max(result, ${value});`]),
    '}',
    ...close,
    ...(counts ? ['let result = total / counted;'] : []),
  ]);
}

/** Means over windows that divide the input as evenly as can be: from `floor(i * H / h)` to `ceil((i + 1) * H / h)`. */
export function printAdaptivePool(kernel: AdaptivePoolKernel, head: string): Printed {
  const { x, y } = kernel;
  const lanes = lanesInAndOut(kernel);
  const [, , height = 1, width = 1] = x.shape;
  const [, , rows = 1, columns = 1] = y.shape;
  const names = placeNames(y.shape);
  const vertical = part(names.h, height, rows, 'top', 'bottom');
  const horizontal = part(names.w, width, columns, 'left', 'right');
  const value = converted(`x[${placeIn(x, names.image, lanes)}]`, lanes);
  const isWhole = rows === 1 && columns === 1;
  return printThreads(kernel, head, lanes, [
    ...vertical.definitions,
    ...horizontal.definitions,
    `var total = ${printNumber(lanes)(0)};`,
    `for (var i = ${vertical.from}; i < ${vertical.to}; i++) {`,
    `for (var j = ${horizontal.from}; j < ${horizontal.to}; j++) {`,
    `total += ${value};`,
    '}',
    '}',
    isWhole
      ? `let result = total / ${height * width}.0;`
      : `let result = total / f32(${vertical.size} * ${horizontal.size});`,
  ]);
}

/** Where window `place` of an axis begins and ends; for a single window, the whole axis. */
function part(place: string, size: number, parts: number, from: string, to: string) {
  if (parts === 1) return { definitions: [], from: '0u', to: String(size), size: `${size}u` };
  return {
    definitions: [
      `let ${from} = ${place} * ${size} / ${parts};`,
      `let ${to} = ((${place} + 1) * ${size} + ${parts - 1}) / ${parts};`,
    ],
    from,
    to,
    size: `(${to} - ${from})`,
  };
}

/** Four lanes where both images have them. */
const lanesInAndOut = ({ x, y }: PoolKernel | AdaptivePoolKernel): Lanes =>
  lanesOf(x) === 4 && lanesOf(y) === 4 ? 4 : 1;

/** Index of the pixel in row `i` and column `j` of the input. */
function placeIn({ strides }: Access, image: string, lanes: Lanes): string {
  const [sn = 0, sc = 0, sh = 0, sw = 0] = strides;
  return index([image, sn / lanes], ['i', sh / lanes], ['j', sw / lanes], ['channel', lanes === 4 ? 1 : sc]);
}

/** A thread for each result, or for four channels of one. */
function printThreads(
  kernel: PoolKernel | AdaptivePoolKernel,
  head: string,
  lanes: Lanes,
  body: readonly string[],
): Printed {
  const { x, y } = kernel;
  const [, channels = 1] = y.shape;
  const perPixel = channels / lanes;
  const bindings = { ...resultBindings(kernel, lanes), x: { lanes, elements: reachOf(x.shape, x.strides) } };
  return printEach({
    head,
    bindings: printBindings(kernel, bindings),
    total: pixelsIn(y.shape) * perPixel,
    body: [
      `let channel = ${perPixel === 1 ? '0u' : `id % ${perPixel}`};`,
      `let pixel = ${perPixel === 1 ? 'id' : `id / ${perPixel}`};`,
      ...printPlace(y.shape),
      ...body,
      ...printResult(kernel, lanes, 'result', 'pixel', 'channel', { hasPlace: true }),
    ].join('\n'),
  });
}
