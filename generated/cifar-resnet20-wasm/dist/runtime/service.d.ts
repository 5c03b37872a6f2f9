/** What `worker.js` does: the first thread of a model leads and serves the caller's, the others help it. */
import type { Program } from './interface.js';
import type { Instance } from './task.js';
/**
 * Makes this worker a thread of a model.
 *
 * @param instantiate - the program, as the thread of this number has it
 */
export declare function serve<Setup>(program: Program, instantiate: (setup: Setup, thread: number) => Promise<Instance>): Promise<void>;
