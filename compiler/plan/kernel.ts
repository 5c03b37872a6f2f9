/**
 * Kernels as data: everything a target needs to print one, and nothing it has to decide. Sizes and strides are in
 * elements. Images are `[batch, channels, height, width]` in every list of sizes or strides, however they lie in
 * memory.
 *
 * Every kernel writes each element of its result once, after it has read the epilogue's operands for that element:
 * so a result may lie over an operand that is read at the same places.
 */

import type { Window2d } from '../ir/graph.ts';
import type { Scalar } from '../ir/scalar.ts';
import type { PackedLayout } from '../ops/packing.ts';
import type { Shape } from '../shape.ts';
import type { Schedule } from './implementation.ts';

/** Distance in elements between neighbours along each axis; 0 where an operand is stretched along it. */
export type Strides = readonly number[];

/** A tensor as a kernel reads or writes it. */
export interface Access {
  readonly shape: Shape;
  readonly strides: Strides;
}

/**
 * Arguments that the result is written over, by their place: for targets where these and the result must be one
 * argument. Absent where there are none.
 */
export type Over = readonly number[];

/** A scalar expression applied to each element of the result. */
export interface KernelEpilogue {
  /** Operand 0 is the result, operand `i + 1` is read through `operands[i]`. */
  readonly expression: Scalar;
  /** Strides along the axes of the result. */
  readonly operands: readonly Strides[];
}

/** Outputs along each side of a Winograd tile. */
export type WinogradSize = 2 | 4;

/** Sums that are formed together: pixels (or rows of scratch, for tiles of Winograd) by output channels. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
}

/** Convolutions and linear layers: `y = epilogue(sum of x * w + bias)`. */
export interface ContractKernel {
  readonly kind: 'contract';
  /** A linear layer is a convolution of an image one pixel high, whose pixels are its rows. */
  readonly form: 'convolution' | 'linear';
  readonly name: string;
  readonly x: Access;
  readonly y: Access;
  readonly window: Window2d;
  readonly groups: number;
  readonly bias: boolean;
  /** Of a linear layer: it reads the mean over the pixels of each channel of `x`, an image. */
  readonly mean?: true;
  /** A second image with a window of its own, whose terms follow those of `x` in each sum. */
  readonly joined?: JoinedImage;
  /** How it multiplies: what its implementation reads. */
  readonly schedule: Schedule;
  /** How its weights lie. */
  readonly weights: PackedLayout;
  readonly epilogue?: KernelEpilogue;
  readonly over?: Over;
  readonly macs: number;
  /** Numbers that it keeps to work in: float64, or float32 where it works in vectors. */
  readonly scratch: number;
}

/** A second image of a convolution: two of them in one sum. */
export interface JoinedImage {
  readonly x: Access;
  readonly window: Window2d;
}

/** Pooling: the largest or mean value of windows. */
export interface PoolKernel {
  readonly kind: 'pool';
  readonly name: string;
  readonly x: Access;
  readonly y: Access;
  readonly reducer: 'max' | 'mean';
  readonly window: Window2d;
  readonly countPadding: boolean;
  readonly epilogue?: KernelEpilogue;
  readonly over?: Over;
}

/** Means over windows that divide the input as evenly as can be. */
export interface AdaptivePoolKernel {
  readonly kind: 'adaptive-pool';
  readonly name: string;
  readonly x: Access;
  readonly y: Access;
  readonly epilogue?: KernelEpilogue;
  readonly over?: Over;
}

/** `exp(x) / sum(exp(x))` along an axis. */
export interface SoftmaxKernel {
  readonly kind: 'softmax';
  readonly name: string;
  readonly x: Access;
  readonly y: Access;
  readonly axis: number;
  readonly over?: Over;
}

/** One expression at each place: elementwise operators, copies to another layout, parts of a concatenation. */
export interface MapKernel {
  readonly kind: 'map';
  readonly name: string;
  readonly expression: Scalar;
  /** Strides of each operand along the axes of the result. */
  readonly operands: readonly Strides[];
  readonly y: Access;
  /** Where in the range of `y` the first element lies: parts of a concatenation. Absent where it is 0. */
  readonly start?: number;
  readonly over?: Over;
}

/** Weights of a Winograd convolution, transformed once when a package loads: `u = G w G^T` for each 3x3 window. */
export interface ExpandKernel {
  readonly kind: 'expand';
  readonly name: string;
  readonly output: WinogradSize;
  /** Windows: output times input channels. */
  readonly windows: number;
  /** Numbers left free behind each place of the transformed windows. Absent where there are none. */
  readonly gap?: number;
}

/** Any kernel. */
export type Kernel =
  | ContractKernel
  | PoolKernel
  | AdaptivePoolKernel
  | SoftmaxKernel
  | MapKernel
  | ExpandKernel;

/** Names of a kernel's arguments, in order; the last is what it writes. */
export function parametersOf(kernel: Kernel): readonly string[] {
  const operands = (epilogue: KernelEpilogue | undefined): string[] =>
    (epilogue?.operands ?? []).map((_, i) => `r${i}`);
  switch (kernel.kind) {
    case 'contract':
      return [
        'x',
        ...(kernel.joined ? ['v'] : []),
        'w',
        ...(kernel.bias ? ['b'] : []),
        ...operands(kernel.epilogue),
        'y',
      ];
    case 'pool':
    case 'adaptive-pool':
      return ['x', ...operands(kernel.epilogue), 'y'];
    case 'softmax':
      return ['x', 'y'];
    case 'map':
      return [...kernel.operands.map((_, i) => `x${i}`), 'y'];
    case 'expand':
      return ['w', 'u'];
  }
}
