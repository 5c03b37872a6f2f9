/** A network at work on the CPU, whatever its kernels are: the steps of its program one after another, in this thread. */
import type { Classification } from './classify.js';
import type { WeightsOrigin } from './header.js';
import { type ClassifyOptions, type LayerTime, type Model, type ProfileOptions, type Program, type Step, type Tensor } from './interface.js';
import { type Pixels } from './preprocess.js';
/** A step that is bound to memory. */
export interface BoundStep extends Step {
    readonly run: () => void;
}
/** What runs work in. */
export interface Work {
    /** Activations. Values whose times do not overlap share places. */
    readonly arena: Float32Array;
    readonly steps: readonly BoundStep[];
}
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
