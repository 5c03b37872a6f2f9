/** cifar-resnet20 as kernels: `const model = await load({ weights: 'weights.bin' })`. See README.md. */
import { type InputShape, type OutputShape } from './program.js';
import { type Images, type Model, type PreprocessOptions, type Tensor } from './runtime/interface.js';
import { type LoadOptions } from './runtime/options.js';
export { type InputShape, type OutputShape, program } from './program.js';
export type { Classification } from './runtime/classify.js';
export type { Drawable, Image } from './runtime/images.js';
export type { ClassifyOptions, Images, LayerTime, Model, PreprocessOptions, ProfileOptions, Program, Step, Tensor } from './runtime/interface.js';
export type { KernelsSource, LoadOptions } from './runtime/options.js';
export type { Pixels, Preprocessing } from './runtime/preprocess.js';
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
