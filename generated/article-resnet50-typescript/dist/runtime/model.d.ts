/** A package of plain TypeScript at work: memory, weights, kernels bound to ranges of arrays. */
import { type BoundStep } from './cpu-model.js';
import type { LoadOptions, Model, Program } from './interface.js';
/** The buffers of a model. */
export interface Memory {
    /** What `weights.bin` holds after its header. */
    readonly weights: Float32Array;
    /** Weights in another form, made once when they are loaded. */
    readonly prepared: Float32Array;
    /** Activations. Values whose times do not overlap share places. */
    readonly arena: Float32Array;
}
/** A program's steps: those to run once, now, and those of each run. */
export interface Linked {
    readonly prepare: readonly BoundStep[];
    readonly steps: readonly BoundStep[];
}
/**
 * Fetches weights, checks them, and makes a model.
 *
 * @param link - binds a program's kernels to memory
 */
export declare function loadModel<Input extends readonly number[], Output extends readonly number[]>(program: Program, link: (memory: Memory) => Linked, { weights: source, onProgress, signal }: LoadOptions): Promise<Model<Input, Output>>;
/** A step that calls a kernel. Its last argument is what is written. */
export declare function step<Arguments extends readonly Float32Array[]>(layer: string, kernel: (...memory: Arguments) => void, ...memory: Arguments): BoundStep;
