/** Pooling: the largest or the mean value of windows. */

import type {
  Access,
  AdaptivePoolKernel,
  KernelEpilogue,
  PoolKernel,
  Strides,
} from '../../../compiler/plan/kernel.ts';
import { index, plusSigned } from '../../indices.ts';
import type { PrintedKernel } from '../../units.ts';
import { printEpilogue } from '../epilogue.ts';
import { printLoops } from './loops.ts';
import type { Slots } from './slots.ts';

/** Max and average pooling. */
export function printPool(kernel: PoolKernel, slots: Slots): PrintedKernel {
  const { x, window, reducer, countPadding } = kernel;
  const [, , height = 1, width = 1] = x.shape;
  const [vertical, horizontal] = window;
  const counts = reducer === 'mean';
  const { image, i, j } = placesIn(kernel.y);
  // What is counted but not read: padding, where it counts. What ceil mode adds beyond it never does.
  const bound = (size: number, after: number): number => (countPadding ? size + after : size);
  const sides = [
    { name: 'h', tap: 'u', place: i, size: height, axis: vertical },
    { name: 'w', tap: 'v', place: j, size: width, axis: horizontal },
  ] as const;
  const [outer, inner] = sides.map(({ name, tap, place, size, axis }) => [
    `for (let ${tap} = 0; ${tap} < ${axis.kernel}; ${tap}++) {`,
    `const ${name} = ${plusSigned(index([place, axis.stride], [tap, axis.dilation]), -axis.padding[0])};`,
    countPadding
      ? `if (${name} >= ${bound(size, axis.padding[1])}) break;`
      : `if (${name} < 0 || ${name} >= ${size}) continue;`,
  ]);
  const value = `x[${at(x.strides, [image, 'c', 'h', 'w'])}]`;
  const outside = `h < 0 || h >= ${height} || w < 0 || w >= ${width}`;
  const body = [
    counts ? 'let sum = 0;\nlet counted = 0;' : 'let result = -Infinity;',
    ...(outer ?? []),
    ...(inner ?? []),
    ...(counts ? ['counted++;'] : []),
    ...(countPadding ? [`if (${outside}) continue;`] : []),
    counts ? `sum += ${value};` : `result = Math.max(result, ${value});`,
    '}',
    '}',
    ...(counts ? ['const result = sum / counted;'] : []),
  ].join('\n');
  return frame(kernel, body, slots);
}

/** Means over windows that divide the input as evenly as can be. */
export function printAdaptivePool(kernel: AdaptivePoolKernel, slots: Slots): PrintedKernel {
  const { x, y } = kernel;
  const [, , height = 1, width = 1] = x.shape;
  const [, , rows = 1, columns = 1] = y.shape;
  const { image, i, j } = placesIn(y);
  const value = `x[${at(x.strides, [image, 'c', 'h', 'w'])}]`;
  const vertical = span(i, height, rows, 'top', 'bottom');
  const horizontal = span(j, width, columns, 'left', 'right');
  const body = [
    ...vertical.definitions,
    ...horizontal.definitions,
    'let sum = 0;',
    `for (let h = ${vertical.from}; h < ${vertical.to}; h++) {`,
    `for (let w = ${horizontal.from}; w < ${horizontal.to}; w++) sum += ${value};`,
    '}',
    rows === 1 && columns === 1
      ? `const result = sum / ${height * width};`
      : `const result = sum / (${vertical.size} * ${horizontal.size});`,
  ].join('\n');
  return frame(kernel, body, slots);
}

/** Where window `place` of an axis begins and ends; for a single window, the whole axis. */
function span(place: string, size: number, parts: number, from: string, to: string) {
  if (parts === 1) return { definitions: [], from: '0', to: String(size), size: String(size) };
  return {
    definitions: [
      `const ${from} = Math.floor((${place} * ${size}) / ${parts});`,
      `const ${to} = Math.ceil(((${place} + 1) * ${size}) / ${parts});`,
    ],
    from,
    to,
    size: `(${to} - ${from})`,
  };
}

/** What stands for a place of the result along each axis: a variable, or `0` where there is one place. */
function placesIn({ shape: [images = 1, , rows = 1, columns = 1] }: Access) {
  return { image: images > 1 ? 'image' : '0', i: rows > 1 ? 'i' : '0', j: columns > 1 ? 'j' : '0' };
}

/** The index of a place, axes in the order `[batch, channels, height, width]`; the channel comes last. */
function at(
  [sn = 0, sc = 0, sh = 0, sw = 0]: Strides,
  [image, c, h, w]: readonly [string, string, string, string],
) {
  return index([image, sn], [h, sh], [w, sw], [c, sc]);
}

/** Loops over the results around what computes one. */
function frame(
  { y, epilogue }: { readonly y: Access; readonly epilogue?: KernelEpilogue },
  body: string,
  slots: Slots,
): PrintedKernel {
  const [images = 1, channels = 1, rows = 1, columns = 1] = y.shape;
  const finish = printEpilogue(epilogue);
  const { image, i, j } = placesIn(y);
  const operands = (epilogue?.operands ?? []).map(
    (strides, k) => `r${k}[${at(strides, [image, 'c', i, j])}]`,
  );
  const loops = [
    { variable: 'image', size: images },
    { variable: 'i', size: rows },
    { variable: 'j', size: columns },
  ].filter(({ size }) => size > 1);
  const store = `y[${at(y.strides, [image, 'c', i, j])}] = ${finish.value('result', operands)};`;
  const all = [...loops, { variable: 'c', size: channels }];
  return printLoops(all, [body, store].join('\n'), slots, finish.helper);
}
