/** Pooling layers, under PyTorch's names. */

import { adaptiveAveragePool, averagePool, maxPool } from '../ops/pooling.ts';
import { repr } from '../python.ts';
import type { Along, Extent, Fitting, Padding, Slide, SlideUp } from './arithmetic.ts';
import { extent, flag, padding } from './kinds.ts';
import { Layer } from './layer.ts';
import { asInPyTorch, both, sides } from './options.ts';
import type { Rule } from './rule.ts';
import { derived, optional, read, required, signature } from './signature.ts';
import type { Tensor } from './tensor.ts';

/** Options of a pooling window. */
export interface PoolOptions<K extends Extent, S extends Extent, P extends Padding, Ceil extends boolean>
  extends PoolWindow<S, P, Ceil> {
  readonly kernel: K;
}

/** Options of a pooling window beside the kernel. */
export interface PoolWindow<S extends Extent, P extends Padding, Ceil extends boolean> {
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

const maxPoolSignature = signature(
  'MaxPool2d',
  {
    kernel: required(extent, 'kernel_size', 'either'),
    stride: derived(extent, 'stride'),
    padding: optional(padding, 'padding', 0),
    dilation: optional(extent, 'dilation', 1),
    ceilMode: optional(flag, 'ceil_mode', false, 'name'),
  },
  { return_indices: 'leave it out: a pool returns values only' },
);

interface Dilated<D extends Extent> {
  readonly dilation?: D;
}

/** Largest value of each window. https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html */
export class MaxPool2d<
  const K extends Extent,
  const S extends Extent = K,
  const P extends Padding = 0,
  const D extends Extent = 1,
  C extends boolean = false,
> extends Layer {
  static readonly signature = maxPoolSignature;
  declare readonly rule: Pools<K, S, P, D, C>;
  readonly options: PoolOptions<K, S, P, C> & Dilated<D>;

  /** Arguments as in PyTorch: by position, in its order, or from any place on by name in an object. */
  constructor(kernel: K, stride: S, padding: P, dilation: D, options?: Pick<PoolWindow<S, P, C>, 'ceilMode'>);
  constructor(
    kernel: K,
    stride: S,
    padding: P,
    options?: Omit<PoolWindow<S, P, C>, 'stride' | 'padding'> & Dilated<D>,
  );
  constructor(kernel: K, stride: S, options?: Omit<PoolWindow<S, P, C>, 'stride'> & Dilated<D>);
  constructor(kernel: K, options?: PoolWindow<S, P, C> & Dilated<D>);
  constructor(options: PoolOptions<K, S, P, C> & Dilated<D>);
  constructor(...args: readonly unknown[]) {
    super();
    this.options = read(maxPoolSignature, args) as unknown as PoolOptions<K, S, P, C> & Dilated<D>;
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

const averagePoolSignature = signature(
  'AvgPool2d',
  {
    kernel: required(extent, 'kernel_size', 'either'),
    stride: derived(extent, 'stride'),
    padding: optional(padding, 'padding', 0),
    ceilMode: optional(flag, 'ceil_mode', false),
    countIncludePad: optional(flag, 'count_include_pad', true),
  },
  { divisor_override: 'leave it out, and scale the result with mul' },
);

interface CountsPadding {
  /** Whether padding counts in the mean, as zeros; true unless said. */
  readonly countIncludePad?: boolean;
}

/** Mean of each window. https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html */
export class AvgPool2d<
  const K extends Extent,
  const S extends Extent = K,
  const P extends Padding = 0,
  C extends boolean = false,
> extends Layer {
  static readonly signature = averagePoolSignature;
  declare readonly rule: Pools<K, S, P, 1, C>;
  readonly options: PoolOptions<K, S, P, C> & CountsPadding;

  /** Arguments as in PyTorch: by position, in its order, or from any place on by name in an object. */
  constructor(kernel: K, stride: S, padding: P, ceilMode: C, countIncludePad?: boolean);
  constructor(
    kernel: K,
    stride: S,
    padding: P,
    options?: Pick<PoolWindow<S, P, C>, 'ceilMode'> & CountsPadding,
  );
  constructor(kernel: K, stride: S, options?: Omit<PoolWindow<S, P, C>, 'stride'> & CountsPadding);
  constructor(kernel: K, options?: PoolWindow<S, P, C> & CountsPadding);
  constructor(options: PoolOptions<K, S, P, C> & CountsPadding);
  constructor(...args: readonly unknown[]) {
    super();
    this.options = read(averagePoolSignature, args) as unknown as PoolOptions<K, S, P, C> & CountsPadding;
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

const adaptiveSignature = signature('AdaptiveAvgPool2d', { size: required(extent, 'output_size') });

/**
 * Means over as many windows as asked for; `1` is global average pooling.
 * https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
 */
export class AdaptiveAvgPool2d<const Size extends Extent> extends Layer {
  static readonly signature = adaptiveSignature;
  declare readonly rule: PoolsTo<Size>;
  readonly size: Size;

  constructor(size: Size);
  constructor(...args: readonly unknown[]) {
    super();
    this.size = read(adaptiveSignature, args).size as Size;
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
