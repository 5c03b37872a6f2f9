/** cifar-resnet20 as kernels: `const model = await load({ weights: 'weights.bin' })`. See README.md. */
import { type InputShape, type OutputShape } from './program.js';
import { type Check } from './runtime/check.js';
import { type Images, type PreprocessOptions, type Tensor } from './runtime/interface.js';
import { type Model } from './runtime/model.js';
import { type CheckOptions, type LoadOptions } from './runtime/options.js';
export { type InputShape, type OutputShape, program } from './program.js';
export type { Check } from './runtime/check.js';
export type { Classification } from './runtime/classify.js';
export type { Gpu, GpuAdapter, GpuBuffer, GpuDevice } from './runtime/gpu.js';
export type { Drawable, Image } from './runtime/images.js';
export type { ClassifyOptions, Images, PreprocessOptions, Step, Tensor } from './runtime/interface.js';
export type { Input, Model, ProfileOptions } from './runtime/model.js';
export type { CheckOptions, LoadOptions, Precision } from './runtime/options.js';
export type { Pixels, Preprocessing } from './runtime/preprocess.js';
export type { LayerTime } from './runtime/profile.js';
export type { Program } from './runtime/program.js';
export type { WeightsSource } from './runtime/source.js';
/** A loaded cifar-resnet20: [1, 3, 32, 32] in, [1, 10] out. */
export type CifarResnet20 = Model<InputShape, OutputShape>;
/**
 * Fetches weights, checks their size, plan and hash, and makes a model.
 * @throws Error that says what was expected, what was got, and how to mend it
 */
export declare function load(options: LoadOptions): Promise<CifarResnet20>;
/**
 * The input that images make: resized, cropped and normalised, as `classify` does it.
 * @returns `into`, where that is given
 * @throws Error that says what is wrong with them
 */
export declare function preprocess(images: Images<InputShape>, options?: PreprocessOptions): Tensor<InputShape>;
/** Whether this machine can run the network, and if not, why: before anything is fetched. */
export declare function check(options?: CheckOptions): Promise<Check>;
