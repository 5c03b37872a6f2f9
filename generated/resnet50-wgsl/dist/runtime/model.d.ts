/** A package at work on a GPU: an input is written, all steps run in one pass, the output is read. */
import type { Classification } from './classify.js';
import type { WeightsOrigin } from './header.js';
import { type AllImages, type ClassifyOptions, type Model as Common, type Images, type OneImage, type Shapes, type Step, type Tensor, type Tensors } from './interface.js';
import type { GpuBuffer, GpuDevice } from './gpu.js';
import type { Inputs } from './inputs.js';
import type { Precision } from './options.js';
import { type LayerTime } from './profile.js';
import type { Session } from './session.js';
/**
 * What a network takes: numbers in its shape, on the CPU or on its GPU, or images; of several inputs, numbers of each by
 * its name.
 */
export type Input<S extends Shapes> = S extends readonly number[] ? Tensor<S> | GpuBuffer | Images<S> : {
    readonly [Name in keyof S]: S[Name] extends readonly number[] ? Tensor<S[Name]> | GpuBuffer : never;
};
/** Options of `profile`. */
export interface ProfileOptions<Shape extends Shapes> {
    /** Zeros unless given. */
    readonly input?: Input<Shape> | undefined;
    /** 5 unless said; their medians are given. One more comes before them, and is not counted. */
    readonly runs?: number | undefined;
}
/** A network on a GPU. Runs that are asked for while others are on their way follow them, and do not mix. */
export interface Model<InputShape extends Shapes, OutputShape extends Shapes> extends Common<InputShape, OutputShape> {
    readonly precision: Precision;
    /** What the model is on: buffers that are given to `run` must be of it. */
    readonly device: GpuDevice;
    /** Resolved, with what calls reject with, once the device is lost; never if the model is disposed of before. */
    readonly lost: Promise<Error>;
    /**
     * The network's output for an input. A buffer has float32 in the shape of the input, and the usage COPY_SRC; images
     * are made the input as `classify` does it: one by the GPU, those of a larger batch by the CPU.
     *
     * @throws TypeError or RangeError where the input is none of these, or not as long as its shape says
     */
    run(input: Input<InputShape>): Promise<Tensors<OutputShape>>;
    /**
     * How long each layer takes, medians over some runs: by the GPU's own clock where it has one (`clock: 'gpu'`), else
     * from handing in each step until it is done (`'submit'`), which counts the way there and back.
     */
    profile(options?: ProfileOptions<InputShape>): Promise<LayerTime[]>;
    /** Destroys all that the model has on the GPU, and the device if `load` made it. */
    dispose(): void;
}
/** See `Model`. */
export declare class GpuModel<InputShape extends Shapes, OutputShape extends Shapes> implements Model<InputShape, OutputShape> {
    #private;
    readonly origin: WeightsOrigin;
    /** @param release - destroys all that the session has */
    constructor(session: Session, inputs: Inputs, origin: WeightsOrigin, release: () => void);
    get precision(): Precision;
    get device(): GpuDevice;
    get lost(): Promise<Error>;
    run(input: Input<InputShape>): Promise<Tensors<OutputShape>>;
    classify(image: OneImage<InputShape>, options?: ClassifyOptions): Promise<Classification[]>;
    classify(images: AllImages<InputShape>, options?: ClassifyOptions): Promise<Classification[][]>;
    profile(options?: ProfileOptions<InputShape>): Promise<LayerTime[]>;
    trace(input: Tensors<InputShape>, visit: (step: Step, index: number, arena: Float32Array) => void): Promise<Tensors<OutputShape>>;
    dispose(): void;
}
