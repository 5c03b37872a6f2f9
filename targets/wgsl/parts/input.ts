/** How the terms of sums are read: what one output pixel of a convolution sees of the input. */

import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { index } from '../../indices.ts';
import { isPointwise, sizesOf } from '../../sizes.ts';
import { lanesOf, pixelStep, placeNames, printPlace } from './lanes.ts';

import { outNames } from './store.ts';
import { unsigned, wrapping } from './unsigned.ts';

/** How a kernel calls for four terms of a sum. */
export interface Input {
  /** Functions. */
  readonly text: string;
  /** Statements that find out where the window of pixel `pixel` begins, as the variable `name`. */
  readonly begin: (name: string, pixel: string) => string;
  /** Terms `k` to `k + 3` of the sums of the pixel that `name` was found for. */
  readonly four: (name: string, k: string) => string;
}

/**
 * How terms of sums are read.
 *
 * @param depth - terms are asked for up to a multiple of this
 */
export function printInput(kernel: ContractKernel, depth: number): Input {
  const { x } = kernel;
  const { terms } = sizesOf(kernel);
  const step = pixelStep(x.shape, x.strides);
  if (isPointwise(kernel) && lanesOf(kernel.x) === 4 && step !== undefined) {
    const isWhole = terms % depth === 0;
    return {
      text: isWhole
        ? ''
        : [
            '// Four terms of a sum; zeros behind the last.',
            'fn input(start: u32, k: u32) -> vec4f {',
            'if (k < terms) {',
            'return vec4f(x[start + k / 4]);',
            '}',
            'return vec4f();',
            '}',
          ].join('\n'),
      begin: (name, pixel) => `let ${name} = ${unsigned(index([`min(${pixel}, pixels - 1)`, step / 4]))};`,
      four: (name, k) => (isWhole ? `vec4f(x[${name} + (${k}) / 4])` : `input(${name}, ${k})`),
    };
  }
  const start = printWindowOf(kernel);
  return {
    text: [start, lanesOf(kernel.x) === 4 ? quadOfTerms(kernel, depth) : fourTerms(kernel, depth)].join(
      '\n\n',
    ),
    begin: (name, pixel) => `let ${name} = windowOf(${pixel});`,
    four: (name, k) => `input(${name}, ${k})`,
  };
}

/** `windowOf(pixel)`: where the window of an output pixel begins. */
export function printWindowOf({ y, window }: ContractKernel): string {
  const { image, h, w } = placeNames(y.shape);
  const [vertical, horizontal] = window;
  const place = printPlace(y.shape, 'p', outNames);
  return [
    '// Where the window of an output pixel begins: image, row, column. Unsigned: what lies above or left of the',
    '// image wraps around, and is larger than any height or width.',
    'fn windowOf(pixel: u32) -> vec3u {',
    ...(place.length === 0 ? [] : ['let p = min(pixel, pixels - 1);']),
    ...place,
    `return vec3u(${[
      image,
      wrapping(index([h, vertical.stride]), -vertical.padding[0]),
      wrapping(index([w, horizontal.stride]), -horizontal.padding[0]),
    ].join(', ')});`,
    '}',
  ].join('\n');
}

/** Statements and conditions that locate term `k` of a sum in `x`. */
function termPlace(
  { window }: ContractKernel,
  perTap: number,
  depth: number,
  terms: number,
  first = 'first',
) {
  const [vertical, horizontal] = window;
  const taps = vertical.kernel * horizontal.kernel;
  const isOne = taps === 1;
  const row = horizontal.kernel === 1 ? 'tap' : `tap / ${horizontal.kernel}`;
  const column = vertical.kernel === 1 ? 'tap' : `tap % ${horizontal.kernel}`;
  const h = vertical.kernel === 1 ? `${first}.y` : `${first}.y + ${index([row, vertical.dilation])}`;
  const w = horizontal.kernel === 1 ? `${first}.z` : `${first}.z + ${index([column, horizontal.dilation])}`;
  return {
    statements: [...(isOne ? [] : ['let tap = k / inputs;']), `let h = ${h};`, `let w = ${w};`],
    channel: isOne ? 'k' : perTap === 1 ? '0' : 'k % inputs',
    inside: [...(terms % depth === 0 ? [] : ['k < terms']), 'h < height', 'w < width'].join(' && '),
  };
}

/** Four channels under one tap. */
function quadOfTerms(kernel: ContractKernel, depth: number): string {
  const { x } = kernel;
  const { perGroup, terms } = sizesOf(kernel);
  const { statements, channel, inside } = termPlace(kernel, perGroup, depth, terms);
  const [sn = 0, , sh = 0, sw = 0] = x.strides;
  const [images = 1, inputs = 1, height = 1, width = 1] = x.shape;
  const image = images > 1 ? 'first.x' : '0';
  // Pixels side by side, as images lie inside a package, are counted by name.
  const isPlain = sw === inputs && sh === width * inputs && (images === 1 || sn === height * width * inputs);
  const row = image === '0' ? 'h' : `(${image} * height + h)`;
  const at = isPlain
    ? `(${row} * width + w) * (inputs / 4) + ${channel} / 4`
    : index([image, sn / 4], ['h', sh / 4], ['w', sw / 4], [`${channel} / 4`, 1]);
  return [
    '// Four terms of the sums of a pixel: channels under one tap, zeros outside the image.',
    'fn input(first: vec3u, k: u32) -> vec4f {',
    ...statements,
    `if (${inside}) {`,
    `return vec4f(x[${at}]);`,
    '}',
    'return vec4f();',
    '}',
  ].join('\n');
}

/** Four terms one by one. */
function fourTerms(kernel: ContractKernel, depth: number): string {
  const { x } = kernel;
  const { perGroup, terms } = sizesOf(kernel);
  // Fours of terms may end behind the last term.
  const step = terms % 4 === 0 ? depth : Number.POSITIVE_INFINITY;
  const { statements, channel, inside } = termPlace(kernel, perGroup, step, terms);
  const [sn = 0, sc = 0, sh = 0, sw = 0] = x.strides;
  const at = index(
    ['first.x', (x.shape[0] ?? 1) > 1 ? sn : 0],
    ['h', sh],
    ['w', sw],
    [channel, perGroup === 1 ? 0 : sc],
  );
  return [
    '// One term of the sums of a pixel: zero outside the image.',
    'fn term(first: vec3u, k: u32) -> f32 {',
    ...statements,
    `if (${inside}) {`,
    `return f32(x[${at}]);`,
    '}',
    'return 0.0;',
    '}',
    '',
    'fn input(first: vec3u, k: u32) -> vec4f {',
    'var four = vec4f();',
    'for (var i = 0u; i < 4; i++) {',
    'four[i] = term(first, k + i);',
    '}',
    'return four;',
    '}',
  ].join('\n');
}

/** The sum of four terms in one value: `a.x * w0 + ...` as statements that become fused multiply-adds. */
export const products = (sum: string, a: string, weights: readonly string[]): readonly string[] =>
  weights.map((weight, i) => `${sum} += ${a}.${'xyzw'[i]} * ${weight};`);
