/** A WebAssembly package at work: one memory, into which weights stream, and kernels over it. */
import type { Model, Program, Shapes } from './interface.js';
import type { Workers } from './workers.js';
import type { LoadOptions } from './options.js';
import type { Code } from './program.js';
/**
 * Makes a model. Kernels are compiled, and warmed up, while weights are on their way.
 *
 * @throws Error that says what is missing, or what was expected and got, and how to mend it
 */
export declare function loadModel<Input extends Shapes, Output extends Shapes>(program: Program, code: Code, workers: Workers, options: LoadOptions): Promise<Model<Input, Output>>;
