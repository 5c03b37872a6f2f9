/** Pooling: the largest or the mean value of windows. */

import type {
  Access,
  AdaptivePoolKernel,
  KernelEpilogue,
  PoolKernel,
} from '../../../compiler/plan/kernel.ts';
import { fillFrame } from '../../frames.ts';
import { index } from '../address.ts';
import { printEpilogue } from '../epilogue.ts';
import { plusSigned } from './gather.ts';

type Slots = Readonly<Record<string, string>>;

/** The text of max and average pooling. */
export function printPool(kernel: PoolKernel, slots: Slots): string {
  const { x, window, reducer, countPadding } = kernel;
  const [, , height = 1, width = 1] = x.shape;
  const [vertical, horizontal] = window;
  const counts = reducer === 'mean';
  // What is counted but not read: padding, where it counts. What ceil mode adds beyond it never does.
  const bound = (size: number, after: number): number => (countPadding ? size + after : size);
  const sides = [
    { name: 'h', tap: 'u', place: 'i', size: height, axis: vertical },
    { name: 'w', tap: 'v', place: 'j', size: width, axis: horizontal },
  ] as const;
  const [outer, inner] = sides.map(({ name, tap, place, size, axis }) => [
    `for (let ${tap} = 0; ${tap} < ${axis.kernel}; ${tap}++) {`,
    `const ${name} = ${plusSigned(index([place, axis.stride], [tap, axis.dilation]), -axis.padding[0])};`,
    countPadding
      ? `if (${name} >= ${bound(size, axis.padding[1])}) break;`
      : `if (${name} < 0 || ${name} >= ${size}) continue;`,
  ]);
  const value = `x[${index(['image', x.shape[0] === 1 ? 0 : (x.strides[0] ?? 0)], ['h', x.strides[2] ?? 0], ['w', x.strides[3] ?? 0], ['c', x.strides[1] ?? 0])}]`;
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

/** The text of means over windows that divide the input as evenly as can be. */
export function printAdaptivePool(kernel: AdaptivePoolKernel, slots: Slots): string {
  const { x, y } = kernel;
  const [, , height = 1, width = 1] = x.shape;
  const [, , rows = 1, columns = 1] = y.shape;
  const from = (place: string, size: number, parts: number): string =>
    parts === 1 ? '0' : `Math.floor((${place} * ${size}) / ${parts})`;
  const to = (place: string, size: number, parts: number): string =>
    parts === 1 ? String(size) : `Math.ceil(((${place} + 1) * ${size}) / ${parts})`;
  const value = `x[${index(['image', x.shape[0] === 1 ? 0 : (x.strides[0] ?? 0)], ['h', x.strides[2] ?? 0], ['w', x.strides[3] ?? 0], ['c', x.strides[1] ?? 0])}]`;
  const body = [
    `const top = ${from('i', height, rows)};`,
    `const bottom = ${to('i', height, rows)};`,
    `const left = ${from('j', width, columns)};`,
    `const right = ${to('j', width, columns)};`,
    'let sum = 0;',
    'for (let h = top; h < bottom; h++) {',
    `for (let w = left; w < right; w++) sum += ${value};`,
    '}',
    'const result = sum / ((bottom - top) * (right - left));',
  ].join('\n');
  return frame(kernel, body, slots);
}

/** Loops over the results around what computes one. */
function frame(
  { y, epilogue }: { readonly y: Access; readonly epilogue?: KernelEpilogue },
  body: string,
  slots: Slots,
): string {
  const [images = 1, channels = 1, rows = 1, columns = 1] = y.shape;
  const finish = printEpilogue(epilogue);
  const at = ([sn = 0, sc = 0, sh = 0, sw = 0]: readonly number[]): string =>
    index(['image', sn], ['i', sh], ['j', sw], ['c', sc]);
  const operands = (epilogue?.operands ?? []).map((strides, i) => `r${i}[${at(strides)}]`);
  const loops = [
    ...(images > 1 ? [['image', images] as const] : []),
    ...(rows > 1 ? [['i', rows] as const] : []),
    ...(columns > 1 ? [['j', columns] as const] : []),
    ['c', channels] as const,
  ];
  // A loop of one turn is left out, and its variable is 0.
  const used = new Set<string>(loops.map(([name]) => name));
  const zero = (text: string): string =>
    text.replaceAll(/\b(image|i|j)\b/g, name => (used.has(name) ? name : '0'));
  return fillFrame('typescript', 'function', {
    ...slots,
    body: [
      finish.helper,
      ...loops.map(([name, size]) => `for (let ${name} = 0; ${name} < ${size}; ${name}++) {`),
      zero(body),
      `y[${zero(at(y.strides))}] = ${finish.value('result', operands.map(zero))};`,
      ...loops.map(() => '}'),
    ].join('\n'),
  });
}
