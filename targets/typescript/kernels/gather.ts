/** The function that gathers one window into a row, zeros outside the image. */

import type { Access, ContractKernel } from '../../../compiler/plan/kernel.ts';
import { index, plus } from '../address.ts';

/** `[0, 1, ..., n - 1]`. */
export const count = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

/** `gather(row, x, pixel)` for a convolution: the window of output `pixel`, channels of a group side by side. */
export function printGather({ x, y, window, groups }: ContractKernel): string {
  const [, , , width = 1] = y.shape;
  const [vertical, horizontal] = window;
  const perGroup = (x.shape[1] ?? 1) / groups;
  const taps = vertical.kernel * horizontal.kernel;
  const top = plusSigned(index([`Math.floor(pixel / ${width})`, vertical.stride]), -vertical.padding[0]);
  const left = plusSigned(index([`(pixel % ${width})`, horizontal.stride]), -horizontal.padding[0]);
  return printWindow({
    about:
      'The window of one output pixel as a row: tap by tap, channels innermost, zeros outside the image.',
    parameters: 'pixel: number',
    top: width === 1 ? plusSigned(index(['pixel', vertical.stride]), -vertical.padding[0]) : top,
    left: width === 1 ? String(-horizontal.padding[0]) : left,
    height: { taps: vertical.kernel, dilation: vertical.dilation },
    width: { taps: horizontal.kernel, dilation: horizontal.dilation },
    x,
    copy:
      groups === 1
        ? (from, inside) =>
            `for (let c = 0; c < ${perGroup}; c++) row[k++] = ${inside} ? x[${from('c')}] : 0;`
        : (from, inside) =>
            [
              `for (let g = 0; g < ${groups}; g++) {`,
              `for (let c = 0; c < ${perGroup}; c++) {`,
              `row[${index(['g', taps * perGroup], ['tap', perGroup], ['c', 1])}] = ${inside} ? x[${from(
                index(['g', perGroup], ['c', 1]),
              )}] : 0;`,
              '}',
              '}',
              'tap++;',
            ].join('\n'),
    counter: groups === 1 ? 'k' : 'tap',
  });
}

/** Text with a constant added, as `- 3` where it is negative. */
export const plusSigned = (text: string, constant: number): string =>
  constant < 0 ? (text === '0' ? String(constant) : `${text} - ${-constant}`) : plus(text, constant);

interface WindowText {
  readonly about: string;
  readonly parameters: string;
  readonly top: string;
  readonly left: string;
  readonly height: { readonly taps: number; readonly dilation: number };
  readonly width: { readonly taps: number; readonly dilation: number };
  readonly x: Access;
  /** Statements that copy all channels of one tap. */
  readonly copy: (from: (channel: string) => string, inside: string) => string;
  readonly counter: string;
}

/** A function that visits a window's taps. */
export function printWindow(text: WindowText): string {
  const { x, height, width } = text;
  const [images = 1, , rows = 1, columns = 1] = x.shape;
  const [, sc = 0, sh = 0, sw = 0] = x.strides;
  const image = images > 1 ? ', image: number' : '';
  const from = (channel: string): string => index(['at', 1], [channel, sc]);
  const h = plusTaps('top', 'u', height.dilation);
  const w = plusTaps('left', 'v', width.dilation);
  return [
    `/** ${text.about} */`,
    `function gather(row: Float64Array, x: Float32Array, ${text.parameters}${image}): void {`,
    `const top = ${text.top};`,
    `const left = ${text.left};`,
    `let ${text.counter} = 0;`,
    `for (let u = 0; u < ${height.taps}; u++) {`,
    `const h = ${h};`,
    `for (let v = 0; v < ${width.taps}; v++) {`,
    `const w = ${w};`,
    `const inside = h >= 0 && h < ${rows} && w >= 0 && w < ${columns};`,
    `const at = ${index(['h', sh], ['w', sw], ...(images > 1 ? ([['image', 1]] as const) : []))};`,
    text.copy(from, 'inside'),
    '}',
    '}',
    '}',
  ].join('\n');
}

const plusTaps = (start: string, tap: string, dilation: number): string =>
  `${start} + ${index([tap, dilation])}`;
