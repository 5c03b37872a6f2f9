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
import type { Shape } from '../shape.ts';

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

/**
 * How a `contract` kernel multiplies.
 *
 * On one thread (`matrix`, `gather`, `winograd`): a strip of `tile.rows` pixels at a time, it copies what they read
 * into rows of scratch, then forms the products of all rows with the weights of `tile.columns` output channels
 * together.
 *
 * In vectors (`panel`, `band`, `winograd-band`, `depthwise`): sums of `tile.rows` pixels by `tile.columns` output
 * channels stay in registers; the weights of so many channels lie together, term by term: a panel.
 *
 * On a GPU (the others): each workgroup computes `tile.rows` pixels of `tile.columns` output
 * channels, each of its threads a part of them.
 */
export type Algorithm =
  /** A row is a pixel's channels: 1x1 windows of stride 1, linear layers. */
  | { readonly name: 'matrix'; readonly tile: Tile }
  /** A row is a pixel's whole window, zeros outside the image. */
  | { readonly name: 'gather'; readonly tile: Tile }
  /**
   * Winograd's F(m x m, 3 x 3) of Lavin and Gray (https://arxiv.org/abs/1509.09308): a row is a tile of `m + 2` by
   * `m + 2` pixels, transformed; products are transformed back into `m` by `m` outputs.
   *
   * F(4x4) adds to an output what up to 2 pixels beyond its window holds, and takes it away again. So a NaN or an
   * infinity there stays, and an outlier leaves an error of about 300 roundings (`|A^T| (|G 1 G^T| * |B^T e B|) |A|`
   * at its largest): 2e-5 times the outlier times the largest weight. F(2x2) adds nothing but what windows see.
   */
  | { readonly name: 'winograd'; readonly tile: Tile; readonly output: WinogradSize }
  /** Pixels are read where they lie: windows that do not reach out of the image, channels side by side. */
  | { readonly name: 'panel'; readonly tile: Tile }
  /** What `strip` rows of the result read is copied first, channels side by side, zeros outside the image. */
  | { readonly name: 'band'; readonly tile: Tile; readonly strip: number }
  /** Winograd's, of such copies: `strip` rows of tiles at a time, and `panels` of weights with each. */
  | {
      readonly name: 'winograd-band';
      readonly tile: Tile;
      readonly output: WinogradSize;
      readonly strip: number;
      readonly panels: number;
    }
  /** One channel a group, of such a copy: `tile.columns` channels side by side. */
  | { readonly name: 'depthwise'; readonly tile: Tile; readonly strip: number }
  /**
   * Implicit GEMM: `depth` terms of the sums at a time pass through workgroup memory. Split-K where `slices` > 1: as
   * many groups of threads form the sums of a share of the terms each, and these are added in order.
   */
  | {
      readonly name: 'tiled';
      readonly tile: Tile;
      readonly thread: Tile;
      readonly depth: number;
      readonly slices: number;
    }
  /**
   * Implicit GEMM whose tiles, of `depth` terms, pass through shared memory in `stages`, copied while others are
   * multiplied. Split-K where `splits` > 1: as many workgroups sum a share of the terms each, and the last to end adds
   * these in order. `simt`: each thread sums a part of the tile.
   */
  | ({ readonly name: 'simt'; readonly thread: Tile } & Staged)
  /** The same on tensor cores: each warp of 32 threads sums a part of the tile. */
  | ({ readonly name: 'mma'; readonly warp: Tile } & Staged)
  /** What a block of `rows` pixels, `across` of them side by side, reads of a shallow image is in workgroup memory. */
  | { readonly name: 'patch'; readonly tile: Tile; readonly thread: Tile; readonly across: number }
  /** Each thread by itself, straight from memory: for few terms a sum, as grouped and depthwise windows have. */
  | { readonly name: 'grouped'; readonly tile: Tile; readonly thread: Tile }
  /** A row at a time: `slices` groups of threads form the sums of a share of the terms each, added in order. */
  | { readonly name: 'vector'; readonly tile: Tile; readonly slices: number };

/** An algorithm by its name. */
export type AlgorithmOf<N extends Algorithm['name']> = Extract<Algorithm, { name: N }>;

/** What implicit GEMMs through several stages of shared memory have in common. */
export interface Staged {
  readonly tile: Tile;
  readonly depth: number;
  readonly stages: number;
  readonly splits: number;
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
  readonly algorithm: Algorithm;
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
