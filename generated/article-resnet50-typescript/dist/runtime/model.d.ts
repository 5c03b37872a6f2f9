/** A package of plain TypeScript at work: memory, weights, kernels bound to ranges of arrays. */
import type { LoadOptions, Model, Program } from './interface.js';
import type { Task } from './task.js';
/** The buffers of a model. */
export interface Memory {
    /** What `weights.bin` holds after its header. */
    readonly weights: Float32Array;
    /** Weights in another form, made once when they are loaded. */
    readonly prepared: Float32Array;
    /** Activations. Values whose times do not overlap share places. */
    readonly arena: Float32Array;
}
/** A program's steps: those to run once, now, and those of each run. Threads may share each. */
export interface Linked {
    readonly prepare: readonly Task[];
    readonly steps: readonly Task[];
}
/**
 * Fetches weights, checks them, and makes a model.
 *
 * @param link - binds a program's kernels to memory
 */
export declare function loadModel<Input extends readonly number[], Output extends readonly number[]>(program: Program, link: (memory: Memory) => Linked, { weights: source, onProgress, signal }: LoadOptions): Promise<Model<Input, Output>>;
/**
 * A step that calls a kernel. Its last range is what is written.
 *
 * @param units - of the kernel's work
 */
export declare function step<Ranges extends readonly Float32Array[]>(layer: string, kernel: (...call: [...memory: Ranges, from: number, to: number]) => void, units: number, ...memory: Ranges): Task;
