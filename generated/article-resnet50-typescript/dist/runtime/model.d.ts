/** A package of plain TypeScript at work: memory, weights, kernels bound to ranges of arrays. */
import type { Model, Program, Shapes } from './interface.js';
import type { Workers } from './workers.js';
import type { LoadOptions } from './options.js';
import type { Link } from './program.js';
/**
 * Fetches weights, checks them, and makes a model.
 *
 * @param link - binds a program's kernels to memory
 * @throws Error that says what is missing, or what was expected and got, and how to mend it
 */
export declare function loadModel<Input extends Shapes, Output extends Shapes>(program: Program, link: Link, workers: Workers, options: LoadOptions): Promise<Model<Input, Output>>;
