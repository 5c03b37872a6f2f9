/** Layers with parameters, under PyTorch's names, with the shapes of their results in their types. */

import { UserError } from '../errors.ts';
import { makeNode, type Node } from '../ir/graph.ts';
import { conv2d, linear } from '../ops/convolution.ts';
import { constant } from '../ops/leaf.ts';
import { batchNorm, batchNormByBatch } from '../ops/normalization.ts';
import { float, repr } from '../python.ts';
import type { Extent, Fitting, Padding, Slide } from './arithmetic.ts';
import { extent, flag, numberOrNull, positive, size, wordedPadding } from './kinds.ts';
import { Layer } from './layer.ts';
import { asInPyTorch, both, sides } from './options.ts';
import type { Agree, Rule } from './rule.ts';
import { optional, placement, read, required, signature, type Values } from './signature.ts';
import type { Tensor } from './tensor.ts';

/**
 * Zeros around the input of a convolution: a `Padding`, or in PyTorch's words `'valid'`, none, and `'same'`, as many as
 * keep the size at stride 1, an odd one at the bottom and right.
 */
export type ConvPadding = Padding | 'same' | 'valid';

/** Options of a convolution, without those that were given by position. */
export interface Conv2dOptions<K extends Extent, S extends Extent, P extends ConvPadding, D extends Extent>
  extends Conv2dWindow<S, P, D> {
  /** Height and width of the window. */
  readonly kernel: K;
}

/** Options of a convolution beside the kernel. */
export interface Conv2dWindow<S extends Extent, P extends ConvPadding, D extends Extent> {
  readonly stride?: S;
  /** Zeros around the input: one number, `[height, width]`, `[[top, bottom], [left, right]]`, `'same'` or `'valid'`. */
  readonly padding?: P;
  readonly dilation?: D;
  /** Groups of channels that do not mix; as many as input channels for a depthwise convolution. */
  readonly groups?: number;
  /** Whether a bias is added; true unless said. */
  readonly bias?: boolean;
}

/** The size of a convolved axis. */
type Convolved<
  H extends number,
  K extends Extent,
  S extends Extent,
  P extends ConvPadding,
  D extends Extent,
  A extends 0 | 1,
> = [P] extends [Padding] ? Slide<H, K, S, P, D, A> : [P] extends ['same'] ? H : Slide<H, K, S, 0, D, A>;

interface Convolves<
  In extends number,
  Out extends number,
  K extends Extent,
  S extends Extent,
  P extends ConvPadding,
  D extends Extent,
> extends Rule {
  readonly output: this['input'] extends readonly [
    infer N extends number,
    infer C extends number,
    infer H extends number,
    infer W extends number,
  ]
    ? Agree<C, In> extends true
      ? [N, Out, Convolved<H, K, S, P, D, 0>, Convolved<W, K, S, P, D, 1>]
      : never
    : never;
}

const conv2dSignature = signature(
  'Conv2d',
  {
    inChannels: required(size, 'in_channels'),
    outChannels: required(size, 'out_channels'),
    kernel: required(extent, 'kernel_size', 'either'),
    stride: optional(extent, 'stride', 1),
    padding: optional(wordedPadding, 'padding', 0),
    dilation: optional(extent, 'dilation', 1),
    groups: optional(size, 'groups', 1),
    bias: optional(flag, 'bias', true),
  },
  { padding_mode: 'leave it out: what is around the image is always zeros', ...placement },
);

/**
 * 2-d convolution, `[N, In, H, W]` to `[N, Out, H', W']`.
 * https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export class Conv2d<
  In extends number,
  Out extends number,
  const K extends Extent = number,
  const S extends Extent = 1,
  const P extends ConvPadding = 0,
  const D extends Extent = 1,
> extends Layer {
  static readonly signature = conv2dSignature;
  declare readonly rule: Convolves<In, Out, K, S, P, D>;
  readonly inChannels: In;
  readonly outChannels: Out;
  readonly options: Conv2dOptions<K, S, P, D>;

  /** Arguments as in PyTorch: by position, in its order, or from any place on by name in an object. */
  constructor(
    inChannels: In,
    outChannels: Out,
    kernel: K,
    stride: S,
    padding: P,
    dilation: D,
    groups?: number,
    bias?: boolean,
  );
  constructor(
    inChannels: In,
    outChannels: Out,
    kernel: K,
    stride: S,
    padding: P,
    options?: Omit<Conv2dWindow<S, P, D>, 'stride' | 'padding'>,
  );
  constructor(
    inChannels: In,
    outChannels: Out,
    kernel: K,
    stride: S,
    options?: Omit<Conv2dWindow<S, P, D>, 'stride'>,
  );
  constructor(inChannels: In, outChannels: Out, kernel: K, options?: Conv2dWindow<S, P, D>);
  constructor(inChannels: In, outChannels: Out, options: Conv2dOptions<K, S, P, D>);
  constructor(...args: readonly unknown[]) {
    super();
    const { inChannels, outChannels, ...options } = read(conv2dSignature, args);
    this.inChannels = inChannels as In;
    this.outChannels = outChannels as Out;
    this.options = options as unknown as Conv2dOptions<K, S, P, D>;
  }

  forward<N extends number, H extends number, W extends number>(
    x: Tensor<[N, In, H, W]> & Fitting<[Convolved<H, K, S, P, D, 0>, Convolved<W, K, S, P, D, 1>]>,
  ): Tensor<[N, Out, Convolved<H, K, S, P, D, 0>, Convolved<W, K, S, P, D, 1>]> {
    const { kernel, stride = 1, dilation = 1, groups = 1, bias = true } = this.options;
    const { trace } = x;
    if (this.inChannels % groups !== 0 || this.outChannels % groups !== 0) {
      throw new UserError(
        'bad-groups',
        `conv2d cannot divide ${this.inChannels} input and ${this.outChannels} output channels into ${groups} groups`,
        { at: trace.path, fix: 'make both a multiple of the groups' },
      );
    }
    const weight = trace.parameter('weight', [this.outChannels, this.inChannels / groups, ...both(kernel)]);
    const padding = sides(this.#zeros(trace.path));
    const attributes = { stride: both(stride), padding, dilation: both(dilation), groups };
    return trace.apply(
      conv2d,
      attributes,
      bias ? [x.node, weight, trace.parameter('bias', [this.outChannels])] : [x.node, weight],
    );
  }

  /** The padding in numbers. */
  #zeros(path: string): Padding {
    const { kernel, stride = 1, dilation = 1, padding = 0 as Padding } = this.options;
    if (padding === 'valid') return 0;
    if (padding !== 'same') return padding as Padding;
    if (both(stride).some(step => step !== 1)) {
      throw new UserError('bad-arguments', `padding 'same' is for stride 1, got ${repr(both(stride))}`, {
        at: path,
        fix: 'write the zeros as numbers, such as padding: 1 for a 3x3 window',
      });
    }
    const [kh, kw] = both(kernel);
    const [dh, dw] = both(dilation);
    const around = (zeros: number): [number, number] => [Math.floor(zeros / 2), Math.ceil(zeros / 2)];
    return [around(dh * (kh - 1)), around(dw * (kw - 1))];
  }

  override extraRepr(): string {
    const {
      kernel,
      stride = 1,
      padding = 0 as Padding,
      dilation = 1,
      groups = 1,
      bias = true,
    } = this.options;
    let text = `${this.inChannels}, ${this.outChannels}`;
    text += `, kernel_size=${repr(both(kernel))}, stride=${repr(both(stride))}`;
    if (padding === 'same' || padding === 'valid') text += `, padding=${padding}`;
    else if (
      sides(padding as Padding)
        .flat()
        .some(zeros => zeros !== 0)
    ) {
      text += `, padding=${repr(asInPyTorch(sides(padding as Padding)))}`;
    }
    if (both(dilation).some(step => step !== 1)) text += `, dilation=${repr(both(dilation))}`;
    if (groups !== 1) text += `, groups=${groups}`;
    if (!bias) text += ', bias=False';
    return text;
  }
}

const batchNormParameters = {
  channels: required(size, 'num_features'),
  epsilon: optional(positive, 'eps', 1e-5),
  momentum: optional(numberOrNull, 'momentum', 0.1),
  affine: optional(flag, 'affine', true),
  trackRunningStats: optional(flag, 'track_running_stats', true),
} as const;

/** Options of a batch norm. */
export interface BatchNormOptions {
  /** Added to the variance; 1e-5 unless said. */
  readonly epsilon?: number;
  /** Of training, and so without effect here: listings print it as PyTorch does. */
  readonly momentum?: number | null;
  /** Whether it scales and shifts by parameters, `weight` and `bias`; true unless said. */
  readonly affine?: boolean;
  /** Whether it normalises by statistics of the checkpoint; true unless said. If not, by those of the batch it is given. */
  readonly trackRunningStats?: boolean;
}

/** Normalises each channel. */
abstract class BatchNorm<C extends number> extends Layer {
  readonly channels: C;
  readonly epsilon: number;
  readonly #options: Values<typeof batchNormParameters>;

  constructor(options: Values<typeof batchNormParameters>) {
    super();
    this.channels = options.channels as C;
    this.epsilon = options.epsilon;
    this.#options = options;
  }

  protected normalize<S extends readonly number[]>({ node, trace }: Tensor<S>): Tensor<S> {
    const { channels, epsilon } = this;
    const { affine, trackRunningStats } = this.#options;
    const vector = (name: string, trained = true) => trace.parameter(name, [channels], trained);
    const filled = (value: number): Node =>
      makeNode(constant, { shape: [channels], values: Array<number>(channels).fill(value) }, [], trace.path);
    const scale = affine ? ([vector('weight'), vector('bias')] as const) : ([filled(1), filled(0)] as const);
    if (!trackRunningStats) return trace.apply(batchNormByBatch, { epsilon }, [node, ...scale]);
    return trace.apply(batchNorm, { epsilon }, [
      node,
      ...scale,
      vector('running_mean', false),
      vector('running_var', false),
    ]);
  }

  override extraRepr(): string {
    const { momentum, affine, trackRunningStats } = this.#options;
    return [
      this.channels,
      `eps=${float(this.epsilon)}`,
      `momentum=${momentum === null ? 'None' : float(momentum)}`,
      `affine=${repr(affine)}`,
      `track_running_stats=${repr(trackRunningStats)}`,
    ].join(', ');
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

const batchNorm2dSignature = signature('BatchNorm2d', batchNormParameters, placement);

/** Batch norm of images, `[N, C, H, W]`. https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html */
export class BatchNorm2d<C extends number> extends BatchNorm<C> {
  static readonly signature = batchNorm2dSignature;
  declare readonly rule: KeepsImages<C>;

  constructor(
    channels: C,
    epsilon: number,
    momentum?: number | null,
    affine?: boolean,
    trackRunningStats?: boolean,
  );
  constructor(channels: C, options?: BatchNormOptions);
  constructor(...args: readonly unknown[]) {
    super(read(batchNorm2dSignature, args));
  }

  forward<N extends number, H extends number, W extends number>(
    x: Tensor<[N, C, H, W]>,
  ): Tensor<[N, C, H, W]> {
    return this.normalize(x);
  }
}

const batchNorm1dSignature = signature('BatchNorm1d', batchNormParameters, placement);

/** Batch norm of vectors, `[N, C]`. https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html */
export class BatchNorm1d<C extends number> extends BatchNorm<C> {
  static readonly signature = batchNorm1dSignature;
  declare readonly rule: Projects<C, C>;

  constructor(
    channels: C,
    epsilon: number,
    momentum?: number | null,
    affine?: boolean,
    trackRunningStats?: boolean,
  );
  constructor(channels: C, options?: BatchNormOptions);
  constructor(...args: readonly unknown[]) {
    super(read(batchNorm1dSignature, args));
  }

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

const linearSignature = signature(
  'Linear',
  {
    inFeatures: required(size, 'in_features'),
    outFeatures: required(size, 'out_features'),
    bias: optional(flag, 'bias', true),
  },
  placement,
);

/** `x w^T + b`, `[N, In]` to `[N, Out]`. https://pytorch.org/docs/stable/generated/torch.nn.Linear.html */
export class Linear<In extends number, Out extends number> extends Layer {
  static readonly signature = linearSignature;
  declare readonly rule: Projects<In, Out>;
  readonly inFeatures: In;
  readonly outFeatures: Out;
  readonly bias: boolean;

  constructor(inFeatures: In, outFeatures: Out, bias: boolean);
  constructor(inFeatures: In, outFeatures: Out, options?: { readonly bias?: boolean });
  constructor(...args: readonly unknown[]) {
    super();
    const { inFeatures, outFeatures, bias } = read(linearSignature, args);
    this.inFeatures = inFeatures as In;
    this.outFeatures = outFeatures as Out;
    this.bias = bias;
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
