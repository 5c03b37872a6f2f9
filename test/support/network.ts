/**
 * Networks as people write them, as plain data: a stem, stages of blocks, a head. An edit is a change to the data, and
 * what it should be called is known without looking at any graph.
 */

/** Functions without options, by the names of their operators. */
export const functions = ['relu', 'relu6', 'silu', 'hardSwish', 'tanh', 'sigmoid'] as const;
export type Activation = (typeof functions)[number];

/** Layers that can be put in anywhere: each keeps the shape. */
export const extras = ['batchNorm', 'dropout', 'conv2d', 'gelu'] as const;
export type Extra = (typeof extras)[number];

/** How a block goes about it, and the class that it is. */
export const blockKinds = {
  basic: 'BasicBlock',
  bottleneck: 'Bottleneck',
  preactivation: 'PreActivationBlock',
  squeeze: 'SqueezeBlock',
  depthwise: 'InvertedResidual',
  branches: 'InceptionBlock',
  dense: 'DenseLayer',
} as const;
export type BlockKind = keyof typeof blockKinds;

/** A block of a stage. */
export interface Block {
  readonly kind: BlockKind;
  /** Channels of its result; a dense block adds its own to what it is given. */
  readonly out: number;
  /** Channels inside. */
  readonly inner: number;
  /** Of its first spatial convolution. A dense block has none. */
  readonly stride: number;
  readonly kernel: number;
  readonly activation: Activation;
  /** Whether its first convolution has a bias. */
  readonly bias: boolean;
  /** Whether what it is given is added to its result. A dense block keeps it anyway. */
  readonly residual: boolean;
  /** Whether a bottleneck has its stride on the first 1x1 convolution. */
  readonly early: boolean;
  readonly extra?: Extra;
}

/** A network. */
export interface Network {
  readonly image: readonly [channels: number, height: number, width: number];
  readonly stem: {
    readonly out: number;
    readonly kernel: number;
    readonly stride: number;
    readonly activation: Activation;
    readonly pool: 'max' | 'mean' | 'none';
    readonly extra?: Extra;
  };
  readonly stages: readonly (readonly Block[])[];
  readonly head: { readonly features: number; readonly bias: boolean; readonly extra?: Extra };
  /** Whether its classes are known, as they are where a spec was traced. */
  readonly typed: boolean;
  /** Whether activations are called by the blocks rather than being members of them. */
  readonly functional: boolean;
}

/** Whether a block's skip goes through a 1x1 convolution. */
export const hasDownsample = (block: Block, channels: number): boolean =>
  block.residual && !isMobile(block) && (block.stride !== 1 || channels !== block.out);

/** Whether what a block is given is added to its result. */
export const hasSum = (block: Block, channels: number): boolean =>
  block.kind !== 'dense' &&
  block.residual &&
  (!isMobile(block) || (block.stride === 1 && channels === block.out));

/** Inverted residuals go without a skip where shapes differ, as in MobileNetV2. */
const isMobile = ({ kind }: Block): boolean => kind === 'depthwise';

/** Channels of a block's result. */
export const channelsAfter = (block: Block, channels: number): number =>
  block.kind === 'dense' ? channels + block.inner : block.out;

/** The convolutions that look beyond a pixel and may have a stride; the first has the block's kernel. */
export const mainsOf = ({ kind }: Block): readonly string[] =>
  ({
    basic: ['conv1'],
    bottleneck: ['conv2'],
    preactivation: ['conv1'],
    squeeze: ['conv1'],
    depthwise: ['conv2'],
    branches: ['conv1', 'conv2'],
    dense: ['conv1'],
  })[kind];

/** How often a block runs its activation. */
export const runsOf = ({ kind }: Block): number =>
  ({ basic: 2, bottleneck: 3, preactivation: 2, squeeze: 2, depthwise: 2, branches: 3, dense: 1 })[kind];
