/** Pooling layers, under PyTorch's names. */

import { adaptiveAveragePool, averagePool, maxPool } from '../ops/pooling.ts';
import { repr } from '../python.ts';
import type { Along, Extent, Fitting, Padding, Slide, SlideUp } from './arithmetic.ts';
import { Module } from './module.ts';
import { asInPyTorch, both, sides } from './options.ts';
import type { Rule } from './rule.ts';
import type { Tensor } from './tensor.ts';

/** Options of a pooling window. */
export interface PoolOptions<K extends Extent, S extends Extent, P extends Padding, Ceil extends boolean> {
  readonly kernel: K;
  /** The kernel's size unless said. */
  readonly stride?: S;
  readonly padding?: P;
  /** Round the number of windows up; a last one may reach beyond the padded input. */
  readonly ceilMode?: Ceil;
}

/** The size of a pooled axis; `C` is ceil mode. */
type Pooled<
  H extends number,
  K extends Extent,
  S extends Extent,
  P extends Padding,
  D extends Extent,
  C,
  A extends 0 | 1,
> = [C] extends [false] ? Slide<H, K, S, P, D, A> : [C] extends [true] ? SlideUp<H, K, S, P, D, A> : number;

/** What PyTorch prints of every window: numbers as they were given. */
function windowRepr({
  kernel,
  stride = kernel,
  padding = 0,
}: PoolOptions<Extent, Extent, Padding, boolean>): string {
  return `kernel_size=${repr(kernel)}, stride=${repr(stride)}, padding=${repr(asInPyTorch(padding))}`;
}

interface Pools<K extends Extent, S extends Extent, P extends Padding, D extends Extent, C> extends Rule {
  readonly output: this['input'] extends readonly [
    infer N extends number,
    infer Ch extends number,
    infer H extends number,
    infer W extends number,
  ]
    ? [N, Ch, Pooled<H, K, S, P, D, C, 0>, Pooled<W, K, S, P, D, C, 1>]
    : never;
}

/** Largest value of each window. https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html */
export class MaxPool2d<
  const K extends Extent,
  const S extends Extent = K,
  const P extends Padding = 0,
  const D extends Extent = 1,
  C extends boolean = false,
> extends Module {
  declare readonly rule: Pools<K, S, P, D, C>;
  readonly options: PoolOptions<K, S, P, C> & { readonly dilation?: D };

  constructor(options: PoolOptions<K, S, P, C> & { readonly dilation?: D }) {
    super();
    this.options = options;
  }

  forward<N extends number, Ch extends number, H extends number, W extends number>({
    node,
    trace,
  }: Tensor<[N, Ch, H, W]> & Fitting<[Pooled<H, K, S, P, D, C, 0>, Pooled<W, K, S, P, D, C, 1>]>): Tensor<
    [N, Ch, Pooled<H, K, S, P, D, C, 0>, Pooled<W, K, S, P, D, C, 1>]
  > {
    const { kernel, stride = kernel, padding = 0, dilation = 1, ceilMode = false } = this.options;
    const window = { stride: both(stride), padding: sides(padding), dilation: both(dilation), ceilMode };
    return trace.apply(maxPool, { kernel: both(kernel), ...window }, [node]);
  }

  override extraRepr(): string {
    const { dilation = 1, ceilMode = false } = this.options;
    return `${windowRepr(this.options)}, dilation=${repr(dilation)}, ceil_mode=${repr(ceilMode)}`;
  }
}

/** Mean of each window. https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html */
export class AvgPool2d<
  const K extends Extent,
  const S extends Extent = K,
  const P extends Padding = 0,
  C extends boolean = false,
> extends Module {
  declare readonly rule: Pools<K, S, P, 1, C>;
  readonly options: PoolOptions<K, S, P, C> & { readonly countIncludePad?: boolean };

  /** @param options - `countIncludePad`: padding counts in the mean, as zeros; true unless said */
  constructor(options: PoolOptions<K, S, P, C> & { readonly countIncludePad?: boolean }) {
    super();
    this.options = options;
  }

  forward<N extends number, Ch extends number, H extends number, W extends number>({
    node,
    trace,
  }: Tensor<[N, Ch, H, W]> & Fitting<[Pooled<H, K, S, P, 1, C, 0>, Pooled<W, K, S, P, 1, C, 1>]>): Tensor<
    [N, Ch, Pooled<H, K, S, P, 1, C, 0>, Pooled<W, K, S, P, 1, C, 1>]
  > {
    const { kernel, stride = kernel, padding = 0, ceilMode = false, countIncludePad = true } = this.options;
    const window = { stride: both(stride), padding: sides(padding), ceilMode, countIncludePad };
    return trace.apply(averagePool, { kernel: both(kernel), ...window }, [node]);
  }

  override extraRepr(): string {
    return windowRepr(this.options);
  }
}

interface PoolsTo<Size extends Extent> extends Rule {
  readonly output: this['input'] extends readonly [
    infer N extends number,
    infer C extends number,
    unknown,
    unknown,
  ]
    ? [N, C, Along<Size, 0>, Along<Size, 1>]
    : never;
}

/**
 * Means over as many windows as asked for; `1` is global average pooling.
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
 */
export class AdaptiveAvgPool2d<const Size extends Extent> extends Module {
  declare readonly rule: PoolsTo<Size>;
  readonly size: Size;

  constructor(size: Size) {
    super();
    this.size = size;
  }

  forward<N extends number, C extends number, H extends number, W extends number>({
    node,
    trace,
  }: Tensor<[N, C, H, W]> & Fitting<[H, W]>): Tensor<[N, C, Along<Size, 0>, Along<Size, 1>]> {
    return trace.apply(adaptiveAveragePool, { size: both(this.size) }, [node]);
  }

  override extraRepr(): string {
    return `output_size=${repr(this.size)}`;
  }
}
