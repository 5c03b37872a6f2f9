/** Sizes of convolutions and linear layers, as matrix products. */

import type { ContractKernel } from '../compiler/plan/kernel.ts';
import type { Shape } from '../compiler/shape.ts';

/** Pixels of all images. */
export const pixelsIn = ([images = 1, , height = 1, width = 1]: Shape): number => images * height * width;

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
