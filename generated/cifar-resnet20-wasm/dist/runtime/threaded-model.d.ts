/** A network whose runs are done by workers: the caller's thread never waits for them. */
import type { Signal } from './globals.js';
import { type LoadOptions, type Model, type Program, type Shapes } from './interface.js';
import { type ThreadOptions } from './threads.js';
import type { Workers } from './workers.js';
/** What the threads of a model are made of. */
export interface Ground<Setup> {
    /** Makes what each makes its instance of the program of. */
    readonly setup: (ended: Signal) => Promise<Setup>;
    /** The bytes that weights stream into, where they are shared: else the leader has its own. */
    readonly weights?: Uint8Array;
}
/**
 * Makes a model of workers. They start, and kernels are warmed up, while weights are on their way.
 *
 * @param lay - lays the ground for so many threads: several share memory, one has its own
 * @throws Error that says what is missing, or what was expected and got, and how to mend it
 */
export declare function loadThreaded<Input extends Shapes, Output extends Shapes, Setup>(program: Program, workers: Workers, lay: (threads: number) => Ground<Setup>, { weights: source, worker: address, onProgress, signal }: LoadOptions & ThreadOptions, wanted: number): Promise<Model<Input, Output>>;
