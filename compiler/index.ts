/** The public door: everything a spec imports. */

export { z } from 'zod';
export * from './dsl/activations.ts';
export type { Extent, Padding, Product, Sum } from './dsl/arithmetic.ts';
export { Flatten } from './dsl/flatten.ts';
export { add, concat, flatten, like, mul, withShape } from './dsl/functions.ts';
export {
  BatchNorm1d,
  BatchNorm2d,
  type BatchNormOptions,
  Conv2d,
  type Conv2dOptions,
  type ConvPadding,
  Linear,
} from './dsl/layers.ts';
export { Module } from './dsl/module.ts';
export { ModuleList } from './dsl/module-list.ts';
export { AdaptiveAvgPool2d, AvgPool2d, MaxPool2d, type PoolOptions } from './dsl/pooling.ts';
export type { Keeps, Rule } from './dsl/rule.ts';
export { type ModuleThatReads, type Preserving, Sequential } from './dsl/sequential.ts';
export {
  type Configured,
  defineSpec,
  type ImageSettings,
  imagenetPreprocessing,
  imageSettings,
  imageSettingsOf,
  type Spec,
} from './dsl/spec.ts';
export { Tensor } from './dsl/tensor.ts';
export type { Interpolation, Preprocessing } from './preprocessing/preprocessing.ts';
