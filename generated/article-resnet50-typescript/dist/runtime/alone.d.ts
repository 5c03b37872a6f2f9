/** A network at work in the thread that asks for it: the steps of its program one after another. */
import type { Engine, Visit } from './cpu-model.js';
import { type LayerTime, type Program, type Step } from './interface.js';
import type { Pixels } from './preprocess.js';
import type { Instance, Task } from './task.js';
/** What runs work in. */
export interface Work extends Pick<Instance, 'arena'> {
    readonly steps: readonly Step[];
    /** Does a step, with one thread or several. */
    readonly perform: (step: number) => void;
}
/** All units of a task. */
export declare const doAlone: (task: Task | undefined) => void;
/** What one thread does alone. */
export declare const alone: (program: Program, { arena, steps }: Pick<Instance, "arena" | "steps">) => Alone;
/** Runs of one input at a time. */
export declare class Alone implements Engine {
    #private;
    constructor(program: Program, work: Work);
    check(): Work;
    run(inputs: readonly Float32Array[]): readonly Float32Array[];
    runImages(images: readonly Pixels[]): readonly Float32Array[];
    profile(inputs: readonly Float32Array[] | undefined, runs: number): LayerTime[];
    trace(inputs: readonly Float32Array[], visit: Visit): readonly Float32Array[];
    end(): void;
}
/** Puts inputs where the first steps read them. */
export declare function writeInputs({ inputs }: Program, values: readonly Float32Array[], arena: Float32Array): void;
