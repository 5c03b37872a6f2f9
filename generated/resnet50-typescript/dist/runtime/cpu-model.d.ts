/** A network at work on the CPU, whatever its kernels are: the steps of its program one after another. */
import type { Classification } from './classify.js';
import type { WeightsOrigin } from './header.js';
import { type ClassifyOptions, type LayerTime, type Model, type ProfileOptions, type Program, type Step, type Tensor } from './interface.js';
import { type Pixels } from './preprocess.js';
import type { Instance, Task } from './task.js';
/** What runs work in. */
export interface Work extends Pick<Instance, 'arena'> {
    readonly steps: readonly Step[];
    /** Does a step, with one thread or several. */
    readonly perform: (step: number) => void;
}
/** What one thread does alone. */
export declare const alone: ({ arena, steps }: Pick<Instance, "arena" | "steps">) => Work;
/** All units of a task. */
export declare const doAlone: (task: Task | undefined) => void;
/** A loaded network. It runs one input at a time. */
export declare class CpuModel<Input extends readonly number[], Output extends readonly number[]> implements Model<Input, Output> {
    #private;
    readonly origin: WeightsOrigin;
    constructor(program: Program, work: Work, origin: WeightsOrigin);
    run(input: Tensor<Input>): Promise<Tensor<Output>>;
    classify(image: Pixels, options?: ClassifyOptions): Promise<Classification[]>;
    profile({ input, runs }?: ProfileOptions<Input>): Promise<LayerTime[]>;
    trace(input: Tensor<Input>, visit: (step: Step, index: number, arena: Float32Array) => void): Promise<Tensor<Output>>;
    /** Lets go of all memory but what kernels keep of their own. */
    dispose(): void;
}
