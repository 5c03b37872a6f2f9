/** Makes a model: weights stream into their buffers while shaders are compiled. */
import type { Shapes } from './interface.js';
import { type Model } from './model.js';
import type { LoadOptions } from './options.js';
import type { Code, Program } from './program.js';
/**
 * Finds a GPU, fetches weights, checks them, and makes a model. What fails leaves nothing on the GPU.
 *
 * @throws Error that says what was expected, what was got and how to mend it
 */
export declare function loadModel<Input extends Shapes, Output extends Shapes>(program: Program, code: Code, options: LoadOptions): Promise<Model<Input, Output>>;
