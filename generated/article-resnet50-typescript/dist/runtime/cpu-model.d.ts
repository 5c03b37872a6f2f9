/** A network on the CPU as its user has it: what calls are given is checked here, whichever threads do the work. */
import type { Classification } from './classify.js';
import type { WeightsOrigin } from './header.js';
import { type AllImages, type ClassifyOptions, type LayerTime, type Model, type OneImage, type ProfileOptions, type Program, type Shapes, type Step, type Tensors } from './interface.js';
import type { Pixels } from './preprocess.js';
/** Shows a step, and the activations after it. */
export type Visit = (step: Step, index: number, arena: Float32Array) => void;
/** Now, or once workers have it. */
type Later<Result> = Result | Promise<Result>;
/** What does the work, of arguments that are right: the caller's thread (`alone.ts`), or workers. */
export interface Engine {
    /** @throws Error why there is no more work to be had of it */
    check(): void;
    run(inputs: readonly Float32Array[]): Later<readonly Float32Array[]>;
    /** The outputs for as many images as the batch has. */
    runImages(images: readonly Pixels[]): Later<readonly Float32Array[]>;
    /** Of zeros, where there are no inputs. */
    profile(inputs: readonly Float32Array[] | undefined, runs: number): Later<LayerTime[]>;
    trace(inputs: readonly Float32Array[], visit: Visit): Later<readonly Float32Array[]>;
    end(): void;
}
/** A loaded network. */
export declare class CpuModel<Input extends Shapes, Output extends Shapes> implements Model<Input, Output> {
    #private;
    readonly origin: WeightsOrigin;
    constructor(program: Program, engine: Engine, origin: WeightsOrigin);
    run(input: Tensors<Input>): Promise<Tensors<Output>>;
    classify(image: OneImage<Input>, options?: ClassifyOptions): Promise<Classification[]>;
    classify(images: AllImages<Input>, options?: ClassifyOptions): Promise<Classification[][]>;
    profile(options?: ProfileOptions<Input>): Promise<LayerTime[]>;
    trace(input: Tensors<Input>, visit: Visit): Promise<Tensors<Output>>;
    /** Lets go of all memory but what kernels keep of their own, and ends workers. */
    dispose(): void;
}
export {};
