/** The public door: everything a spec imports. */

export { Conv2d, BatchNorm1d, BatchNorm2d, Linear, type Conv2dOptions } from './dsl/layers.ts';
export { AdaptiveAvgPool2d, AvgPool2d, MaxPool2d, type PoolOptions } from './dsl/pooling.ts';
export * from './dsl/activations.ts';
export { add, concat, flatten, like, mul, withShape } from './dsl/functions.ts';
export { Module } from './dsl/module.ts';
export { type Preserving, Sequential } from './dsl/sequential.ts';
export { Tensor } from './dsl/tensor.ts';
export type { Extent, Padding } from './dsl/arithmetic.ts';
export {
  type Configured,
  defineSpec,
  type ImageSettings,
  imagenetPreprocessing,
  imageSettings,
  type Preprocessing,
  type Spec,
} from './dsl/spec.ts';
