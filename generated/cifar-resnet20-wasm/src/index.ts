/** cifar-resnet20 as kernels: `const model = await load({ weights: 'weights.bin' })`. See README.md. */
import { type InputShape, type OutputShape, program } from './program.ts';
import { prepare } from './runtime/batch.ts';
import { type Images, type Model, type PreprocessOptions, type Tensor } from './runtime/interface.ts';
import { loadModel } from './runtime/model.ts';
import { type LoadOptions } from './runtime/options.ts';
import { code } from './steps.ts';

export { type InputShape, type OutputShape, program } from './program.ts';
export type { Classification } from './runtime/classify.ts';
export type { Drawable, Image } from './runtime/images.ts';
export type { ClassifyOptions, Images, LayerTime, Model, PreprocessOptions, ProfileOptions, Program, Step, Tensor } from './runtime/interface.ts';
export type { KernelsSource, LoadOptions } from './runtime/options.ts';
export type { Pixels, Preprocessing } from './runtime/preprocess.ts';
export type { WeightsSource } from './runtime/source.ts';

/** Workers, for `load({ threads })`: in these words bundlers know them. */
const workers = {
  base: import.meta.url,
  start: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
};

/** A loaded cifar-resnet20: [1, 3, 32, 32] in, [1, 10] out. */
export type CifarResnet20 = Model<InputShape, OutputShape>;

/**
 * Fetches weights, checks their size, plan and hash, and makes a model.
 * @throws Error that says what was expected, what was got, and how to mend it
 */
export function load(options: LoadOptions): Promise<CifarResnet20> {
  return loadModel(program, code, workers, options);
}

/**
 * The input that images make: resized, cropped and normalised, as `classify` does it.
 * @returns `into`, where that is given
 * @throws Error that says what is wrong with them
 */
export function preprocess(images: Images<InputShape>, options: PreprocessOptions = {}): Tensor<InputShape> {
  return prepare(program, images, options);
}
