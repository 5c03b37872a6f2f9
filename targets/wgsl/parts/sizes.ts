/** Sizes of convolutions and linear layers, and the constants that shaders call them by. */

import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { pixelsIn } from './lanes.ts';

/** Sizes of a contraction. */
export interface Sizes {
  /** Pixels of all images: rows of the product. */
  readonly pixels: number;
  /** Output channels, and quads of them with the last filled up. */
  readonly channels: number;
  readonly quads: number;
  readonly inputs: number;
  /** Input channels that an output channel reads. */
  readonly perGroup: number;
  readonly taps: number;
  /** Of one sum. */
  readonly terms: number;
}

/** The sizes. */
export function sizesOf({
  x,
  y,
  window,
  groups,
}: Pick<ContractKernel, 'x' | 'y' | 'window' | 'groups'>): Sizes {
  const [, inputs = 1] = x.shape;
  const [, channels = 1] = y.shape;
  const taps = window[0].kernel * window[1].kernel;
  const perGroup = inputs / groups;
  return {
    pixels: pixelsIn(y.shape),
    channels,
    quads: Math.ceil(channels / 4),
    inputs,
    perGroup,
    taps,
    terms: taps * perGroup,
  };
}

/** Whether each output pixel reads the pixel of the same number: windows of one tap, no stride, no padding. */
export const isPointwise = ({ window }: Pick<ContractKernel, 'window'>): boolean =>
  window.every(axis => axis.kernel === 1 && axis.stride === 1 && axis.padding.every(side => side === 0));

/** Names of sizes that a shader may use, with what they are; those that it does use become constants at its head. */
export function constantsOf(kernel: ContractKernel): readonly (readonly [name: string, value: number])[] {
  const { x, y } = kernel;
  const { pixels, channels, quads, inputs, terms } = sizesOf(kernel);
  const [, , height = 1, width = 1] = x.shape;
  const [, , outHeight = 1, outWidth = 1] = y.shape;
  return [
    ['height', height],
    ['width', width],
    ['inputs', inputs],
    ['outHeight', outHeight],
    ['outWidth', outWidth],
    ['pixels', pixels],
    ['channels', channels],
    ['quads', quads],
    ['terms', terms],
  ];
}

/** A shader with the constants that it uses in place of the line `constants;`. */
export function withConstants(
  text: string,
  constants: readonly (readonly [name: string, value: number])[],
): string {
  const body = text.replaceAll(/\/\/.*/g, '');
  const used = constants.filter(([name]) => new RegExp(`\\b${name}\\b`).test(body));
  const lines = used.map(([name, value]) => `const ${name} = ${value};\n`).join('');
  return text.replace(/^constants;\n\n?/m, lines === '' ? '' : `${lines}\n`);
}
