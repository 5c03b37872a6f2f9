/** article-resnet50 as kernels: `const model = await load({ weights: 'weights.bin' })`. See README.md. */
import { program } from './program.js';
import { prepare } from './runtime/batch.js';
import {} from './runtime/interface.js';
import { loadModel } from './runtime/model.js';
import {} from './runtime/options.js';
import { link } from './steps.js';
export { program } from './program.js';
/** Workers, for `load({ threads })`: in these words bundlers know them. */
const workers = {
    base: import.meta.url,
    start: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
};
/**
 * Fetches weights, checks their size, plan and hash, and makes a model.
 * @throws Error that says what was expected, what was got, and how to mend it
 */
export function load(options) {
    return loadModel(program, link, workers, options);
}
/**
 * The input that images make: resized, cropped and normalised, as `classify` does it.
 * @returns `into`, where that is given
 * @throws Error that says what is wrong with them
 */
export function preprocess(images, options = {}) {
    return prepare(program, images, options);
}
