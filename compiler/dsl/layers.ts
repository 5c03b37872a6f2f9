/** Layers with parameters, under PyTorch's names, with the shapes of their results in their types. */

import { UserError } from '../errors.ts';
import { conv2d, linear } from '../ops/convolution.ts';
import { batchNorm } from '../ops/normalization.ts';
import { float, repr } from '../python.ts';
import type { Extent, Fitting, Padding, Slide } from './arithmetic.ts';
import { Module } from './module.ts';
import { asInPyTorch, both, sides } from './options.ts';
import type { Agree, Rule } from './rule.ts';
import type { Tensor } from './tensor.ts';

/** Options of a convolution; the rest as in PyTorch. */
export interface Conv2dOptions<K extends Extent, S extends Extent, P extends Padding, D extends Extent> {
  /** Height and width of the window. */
  readonly kernel: K;
  readonly stride?: S;
  /** Zeros around the input: one number, `[height, width]`, or `[[top, bottom], [left, right]]`. */
  readonly padding?: P;
  readonly dilation?: D;
  /** Groups of channels that do not mix; as many as input channels for a depthwise convolution. */
  readonly groups?: number;
  /** Whether a bias is added; true unless said. */
  readonly bias?: boolean;
}

interface Convolves<
  In extends number,
  Out extends number,
  K extends Extent,
  S extends Extent,
  P extends Padding,
  D extends Extent,
> extends Rule {
  readonly output: this['input'] extends readonly [
    infer N extends number,
    infer C extends number,
    infer H extends number,
    infer W extends number,
  ]
    ? Agree<C, In> extends true
      ? [N, Out, Slide<H, K, S, P, D, 0>, Slide<W, K, S, P, D, 1>]
      : never
    : never;
}

/**
 * 2-d convolution, `[N, In, H, W]` to `[N, Out, H', W']`.
 * https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export class Conv2d<
  In extends number,
  Out extends number,
  const K extends Extent = number,
  const S extends Extent = 1,
  const P extends Padding = 0,
  const D extends Extent = 1,
> extends Module {
  declare readonly rule: Convolves<In, Out, K, S, P, D>;
  readonly inChannels: In;
  readonly outChannels: Out;
  readonly options: Conv2dOptions<K, S, P, D>;

  constructor(inChannels: In, outChannels: Out, options: Conv2dOptions<K, S, P, D>) {
    super();
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.options = options;
  }

  forward<N extends number, H extends number, W extends number>(
    x: Tensor<[N, In, H, W]> & Fitting<[Slide<H, K, S, P, D, 0>, Slide<W, K, S, P, D, 1>]>,
  ): Tensor<[N, Out, Slide<H, K, S, P, D, 0>, Slide<W, K, S, P, D, 1>]> {
    const { kernel, stride = 1, padding = 0, dilation = 1, groups = 1, bias = true } = this.options;
    const { trace } = x;
    if (this.inChannels % groups !== 0 || this.outChannels % groups !== 0) {
      throw new UserError(
        'bad-groups',
        `conv2d cannot divide ${this.inChannels} input and ${this.outChannels} output channels into ${groups} groups`,
        { at: trace.path, fix: 'make both a multiple of the groups' },
      );
    }
    const weight = trace.parameter('weight', [this.outChannels, this.inChannels / groups, ...both(kernel)]);
    const attributes = { stride: both(stride), padding: sides(padding), dilation: both(dilation), groups };
    return trace.apply(
      conv2d,
      attributes,
      bias ? [x.node, weight, trace.parameter('bias', [this.outChannels])] : [x.node, weight],
    );
  }

  override extraRepr(): string {
    const { kernel, stride = 1, padding = 0, dilation = 1, groups = 1, bias = true } = this.options;
    const borders = sides(padding);
    let text = `${this.inChannels}, ${this.outChannels}`;
    text += `, kernel_size=${repr(both(kernel))}, stride=${repr(both(stride))}`;
    if (borders.flat().some(zeros => zeros !== 0)) text += `, padding=${repr(asInPyTorch(borders))}`;
    if (both(dilation).some(step => step !== 1)) text += `, dilation=${repr(both(dilation))}`;
    if (groups !== 1) text += `, groups=${groups}`;
    if (!bias) text += ', bias=False';
    return text;
  }
}

/** Normalises each channel by its running statistics. */
abstract class BatchNorm<C extends number> extends Module {
  readonly channels: C;
  readonly epsilon: number;

  /** @param options - `epsilon` is added to the variance; PyTorch's 1e-5 unless said */
  constructor(channels: C, options: { readonly epsilon?: number } = {}) {
    super();
    this.channels = channels;
    this.epsilon = options.epsilon ?? 1e-5;
  }

  protected normalize<S extends readonly number[]>({ node, trace }: Tensor<S>): Tensor<S> {
    const vector = (name: string, trained = true) => trace.parameter(name, [this.channels], trained);
    return trace.apply(batchNorm, { epsilon: this.epsilon }, [
      node,
      vector('weight'),
      vector('bias'),
      vector('running_mean', false),
      vector('running_var', false),
    ]);
  }

  // Momentum is for training; PyTorch's own is listed.
  override extraRepr(): string {
    return `${this.channels}, eps=${float(this.epsilon)}, momentum=0.1, affine=True, track_running_stats=True`;
  }
}

/** Keeps images of `C` channels. */
interface KeepsImages<C extends number> extends Rule {
  readonly output: this['input'] extends readonly [unknown, infer Channels extends number, unknown, unknown]
    ? Agree<Channels, C> extends true
      ? this['input']
      : never
    : never;
}

/** Batch norm of images, `[N, C, H, W]`. https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html */
export class BatchNorm2d<C extends number> extends BatchNorm<C> {
  declare readonly rule: KeepsImages<C>;

  forward<N extends number, H extends number, W extends number>(
    x: Tensor<[N, C, H, W]>,
  ): Tensor<[N, C, H, W]> {
    return this.normalize(x);
  }
}

/** Batch norm of vectors, `[N, C]`. https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html */
export class BatchNorm1d<C extends number> extends BatchNorm<C> {
  declare readonly rule: Projects<C, C>;

  forward<N extends number>(x: Tensor<[N, C]>): Tensor<[N, C]> {
    return this.normalize(x);
  }
}

interface Projects<In extends number, Out extends number> extends Rule {
  readonly output: this['input'] extends readonly [infer N extends number, infer Features extends number]
    ? Agree<Features, In> extends true
      ? [N, Out]
      : never
    : never;
}

/** `x w^T + b`, `[N, In]` to `[N, Out]`. https://pytorch.org/docs/stable/generated/torch.nn.Linear.html */
export class Linear<In extends number, Out extends number> extends Module {
  declare readonly rule: Projects<In, Out>;
  readonly inFeatures: In;
  readonly outFeatures: Out;
  readonly bias: boolean;

  constructor(inFeatures: In, outFeatures: Out, options: { readonly bias?: boolean } = {}) {
    super();
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.bias = options.bias ?? true;
  }

  forward<N extends number>({ node, trace }: Tensor<[N, In]>): Tensor<[N, Out]> {
    const weight = trace.parameter('weight', [this.outFeatures, this.inFeatures]);
    return trace.apply(
      linear,
      {},
      this.bias ? [node, weight, trace.parameter('bias', [this.outFeatures])] : [node, weight],
    );
  }

  override extraRepr(): string {
    return `in_features=${this.inFeatures}, out_features=${this.outFeatures}, bias=${repr(this.bias)}`;
  }
}
