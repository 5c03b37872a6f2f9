/** cifar-resnet20 as kernels: `const model = await load({ weights: 'weights.bin' })`. See README.md. */
import { program } from './program.js';
import { prepare } from './runtime/batch.js';
import { checkProgram } from './runtime/check.js';
import {} from './runtime/interface.js';
import { loadModel } from './runtime/load.js';
import {} from './runtime/model.js';
import {} from './runtime/options.js';
import { code } from './steps.js';
export { program } from './program.js';
/**
 * Fetches weights, checks their size, plan and hash, and makes a model.
 * @throws Error that says what was expected, what was got, and how to mend it
 */
export function load(options) {
    return loadModel(program, code, options);
}
/**
 * The input that images make: resized, cropped and normalised, as `classify` does it.
 * @returns `into`, where that is given
 * @throws Error that says what is wrong with them
 */
export function preprocess(images, options = {}) {
    return prepare(program, images, options);
}
/** Whether this machine can run the network, and if not, why: before anything is fetched. */
export function check(options = {}) {
    return checkProgram(program, options);
}
