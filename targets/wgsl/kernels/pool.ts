/** Pooling: the largest or the mean value of windows. */

import type { Access, AdaptivePoolKernel, PoolKernel } from '../../../compiler/plan/kernel.ts';
import { reachOf } from '../../../compiler/plan/layout.ts';
import { count, index } from '../../indices.ts';
import { pixelsIn } from '../../sizes.ts';
import { printBindings } from '../parts/bindings.ts';
import { converted, printResult, resultBindings } from '../parts/epilogue.ts';
import { type Lanes, lanesOf, placeNames, printPlace } from '../parts/lanes.ts';
import { printSum, type SumAxis } from '../parts/sums.ts';
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
  const isMean = reducer === 'mean';
  const value = converted(`x[${placeIn(x, names.image, lanes)}]`, lanes);
  // What is counted but not read: padding, where it counts. What ceil mode adds beyond it never does.
  const counted = `row < ${height + vertical.padding[1] + vertical.padding[0]} && column < ${width + horizontal.padding[1] + horizontal.padding[0]}`;
  /** At a tap: where it is in the image, and what is done if it is. */
  const tap = (inside: readonly string[]): readonly string[] => [
    // Unsigned: what lies left of the image or above wraps around.
    `let i = ${wrapping(index([names.h, vertical.stride], [u, vertical.dilation]), -vertical.padding[0])};`,
    `let j = ${wrapping(index([names.w, horizontal.stride], [v, horizontal.dilation]), -horizontal.padding[0])};`,
    `if (i < ${height} && j < ${width}) {`,
    ...inside,
    '}',
  ];
  if (!isMean) return printThreads(kernel, head, lanes, largest(lanes, open, close, value, tap));
  return printThreads(kernel, head, lanes, [
    'var counted = 0u;',
    ...printSum({
      axes: [
        { name: 'u', size: vertical.kernel },
        { name: 'v', size: horizontal.kernel },
      ].filter(({ size }) => size > 1),
      total: 'total',
      zero: number(0),
      body: sum => [
        // From the padding's edge.
        ...(countPadding
          ? [
              `let row = ${unsigned(index([names.h, vertical.stride], [u, vertical.dilation]))};`,
              `let column = ${unsigned(index([names.w, horizontal.stride], [v, horizontal.dilation]))};`,
              `if (${counted}) {`,
              'counted++;',
              '}',
            ]
          : []),
        ...tap([`${sum} += ${value};`, ...(countPadding ? [] : ['counted++;'])]),
      ],
    }),
    'let result = total / f32(counted);',
  ]);
}

/**
 * Statements that find the largest value. WGSL's `max` passes over what is no number, so magnitudes are watched by their
 * bits: those of a NaN, and only those, lie above infinity's.
 */
function largest(
  lanes: Lanes,
  open: readonly string[],
  close: readonly string[],
  value: string,
  tap: (inside: readonly string[]) => readonly string[],
): readonly string[] {
  const float = lanes === 4 ? 'vec4f' : 'f32';
  const bits = lanes === 4 ? 'vec4u' : 'u32';
  return [
    // A variable, for WGSL has no constant that is infinite.
    `var lowest = ${bits}(0xff800000u);`,
    `var result = bitcast<${float}>(lowest);`,
    `var magnitude = ${bits}();`,
    ...open,
    ...tap([
      `let value = ${value};`,
      'result = max(result, value);',
      `magnitude = max(magnitude, bitcast<${bits}>(value) & ${bits}(0x7fffffffu));`,
    ]),
    ...close,
    `result = select(result, bitcast<${float}>(magnitude), magnitude > ${bits}(0x7f800000u));`,
  ];
}

/** Means over windows that divide the input as evenly as can be: from `floor(i * H / h)` to `ceil((i + 1) * H / h)`. */
export function printAdaptivePool(kernel: AdaptivePoolKernel, head: string): Printed {
  const { x, y } = kernel;
  const lanes = lanesInAndOut(kernel);
  const [, , height = 1, width = 1] = x.shape;
  const [, , rows = 1, columns = 1] = y.shape;
  const names = placeNames(y.shape);
  const vertical = part(names.h, height, rows, { at: 'i', tap: 'u', from: 'top', to: 'bottom' });
  const horizontal = part(names.w, width, columns, { at: 'j', tap: 'v', from: 'left', to: 'right' });
  const value = converted(`x[${placeIn(x, names.image, lanes)}]`, lanes);
  const isWhole = rows === 1 && columns === 1;
  return printThreads(kernel, head, lanes, [
    ...vertical.definitions,
    ...horizontal.definitions,
    ...printSum({
      axes: [vertical.axis, horizontal.axis],
      total: 'total',
      zero: printNumber(lanes)(0),
      body(sum) {
        const inside = [vertical, horizontal].flatMap(each => each.inside);
        const add = `${sum} += ${value};`;
        return [
          ...[vertical, horizontal].flatMap(each => each.place),
          ...(inside.length === 0 ? [add] : [`if (${inside.join(' && ')}) {`, add, '}']),
        ];
      },
    }),
    isWhole
      ? `let result = total / ${height * width}.0;`
      : `let result = total / f32(${vertical.size} * ${horizontal.size});`,
  ]);
}

/** What a window's places along an axis are called: in the image, and in the window; where it begins and ends. */
interface PartNames {
  readonly at: string;
  readonly tap: string;
  readonly from: string;
  readonly to: string;
}

/** Windows along an axis, as text. */
interface Part {
  /** Statements that say where window `place` begins, and where it ends if that has to be known. */
  readonly definitions: readonly string[];
  /** The loop over it: as many turns as the largest window has places. */
  readonly axis: SumAxis;
  /** A statement that says where a turn is in the image. */
  readonly place: readonly string[];
  /** Whether that is in the window, where windows are not all of one size. */
  readonly inside: readonly string[];
  readonly size: string;
}

/** Windows along an axis; a single one is the whole axis. */
function part(place: string, size: number, parts: number, { at, tap, from, to }: PartNames): Part {
  if (parts === 1) {
    return { definitions: [], axis: { name: at, size }, place: [], inside: [], size: `${size}u` };
  }
  const begin = `let ${from} = ${place} * ${size} / ${parts};`;
  const places = [`let ${at} = ${from} + ${tap};`];
  if (size % parts === 0) {
    const each = size / parts;
    return {
      definitions: [begin],
      axis: { name: tap, size: each },
      place: places,
      inside: [],
      size: `${each}u`,
    };
  }
  const sizes = count(parts).map(i => Math.ceil(((i + 1) * size) / parts) - Math.floor((i * size) / parts));
  return {
    definitions: [begin, `let ${to} = ((${place} + 1) * ${size} + ${parts - 1}) / ${parts};`],
    axis: { name: tap, size: Math.max(...sizes) },
    place: places,
    inside: [`${at} < ${to}`],
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
