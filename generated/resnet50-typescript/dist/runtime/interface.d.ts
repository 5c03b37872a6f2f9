/**
 * What every package offers, whatever its kernels are: the types that its users see, and what is checked and said
 * alike everywhere.
 */
import type { Classification } from './classify.js';
import type { Signal } from './globals.js';
import type { WeightsOrigin } from './header.js';
import type { Image } from './images.js';
import type { Preprocessing } from './preprocess.js';
import type { WeightsSource } from './source.js';
/** Float32 numbers of a shape, row-major. The shape is for the reader and the editor; at run time it is an array. */
export type Tensor<Shape extends readonly number[]> = Float32Array & {
    readonly shape?: Shape;
};
/** The shape of a network's input or output, or the shapes of several by their names. */
export type Shapes = readonly number[] | {
    readonly [name: string]: readonly number[];
};
/** A tensor, or several by their names. */
export type Tensors<S extends Shapes> = S extends readonly number[] ? Tensor<S> : {
    readonly [Name in keyof S]: S[Name] extends readonly number[] ? Tensor<S[Name]> : never;
};
/** An input or an output: where it lies in the arena. */
export interface Border {
    readonly name: string;
    readonly shape: readonly number[];
    readonly offset: number;
}
/** Everything about a package but its kernels: known before any weights are fetched. */
export interface Program {
    readonly name: string;
    readonly target: string;
    readonly inputs: readonly Border[];
    readonly outputs: readonly Border[];
    /** The output that classes are read from, and whether it is probabilities, and no logits. */
    readonly classes?: {
        readonly output: number;
        readonly probabilities: boolean;
    };
    /** Learned numbers of the network. */
    readonly parameters: number;
    /** Multiply-accumulates of one run. */
    readonly macs: number;
    /**
     * Bytes to download, and to hold in memory: weights, weights in another form, activations, room for the kernels of a
     * thread.
     */
    readonly bytes: {
        readonly download: number;
        readonly weights: number;
        readonly prepared: number;
        readonly activations: number;
        readonly scratch: number;
    };
    /** Identifies the layout of `weights.bin`. */
    readonly plan: string;
    readonly preprocessing?: Preprocessing;
    readonly labels?: readonly string[];
}
/** Options of `load`. */
export interface LoadOptions {
    /** Where `weights.bin` is: a URL, a path (in Node), a `Response`, a stream, or the bytes. */
    readonly weights: WeightsSource;
    /** Called as bytes arrive. */
    readonly onProgress?: ((loaded: number, total: number) => void) | undefined;
    /** Ends the loading. */
    readonly signal?: Signal | undefined;
}
/** Time of one layer. */
export interface LayerTime {
    readonly layer: string;
    readonly milliseconds: number;
}
/** One call of a kernel. */
export interface Step {
    /** The module of the network it works for, such as `layer1.0.conv1`. */
    readonly layer: string;
}
/** Options of `profile`. */
export interface ProfileOptions<Input extends Shapes> {
    /** Zeros unless given. */
    readonly input?: Tensors<Input> | undefined;
    /** 5 unless said; their medians are given. One more comes before them, and is not counted. */
    readonly runs?: number | undefined;
}
/** Options of `classify`. */
export interface ClassifyOptions {
    /** How many classes; 5 unless said. */
    readonly k?: number | undefined;
}
/** Options of `preprocess`. */
export interface PreprocessOptions {
    /** Where to write, as long as the input; a new array unless given. */
    readonly into?: Float32Array | undefined;
}
/** An image alone, where the batch is of one. */
export type OneImage<Input extends Shapes> = Input extends readonly number[] ? 1 extends Input[0] ? Image : never : never;
/** As many images as the batch has. */
export type AllImages<Input extends Shapes> = Input extends readonly number[] ? readonly Image[] & (number extends Input[0] ? unknown : {
    readonly 0: Image;
    readonly length: Input[0];
}) : never;
/** The images of one run: an array of as many as the batch has; where that is one, also the image itself. */
export type Images<Input extends Shapes> = OneImage<Input> | AllImages<Input>;
/** A loaded network. */
export interface Model<Input extends Shapes, Output extends Shapes> {
    /** Whether the weights are a checkpoint's, or synthetic ones that stand in for it. */
    readonly origin: WeightsOrigin;
    /**
     * The network's output for an input. Several inputs, and several outputs, are objects of arrays by their names.
     *
     * @throws TypeError or RangeError where an input is no Float32Array, or not as long as its shape says
     */
    run(input: Tensors<Input>): Promise<Tensors<Output>>;
    /**
     * The likeliest classes of an image, likeliest first: it is resized, cropped and normalised as the network expects.
     * Only where the batch is of one.
     *
     * @throws TypeError or RangeError where it is no image, the network takes none, or `k` is out of its bounds; Error
     *   where its pixels are not there, or may not be read
     */
    classify(image: OneImage<Input>, options?: ClassifyOptions): Promise<Classification[]>;
    /** The likeliest classes of each image of a batch: an array of exactly as many as the batch has. */
    classify(images: AllImages<Input>, options?: ClassifyOptions): Promise<Classification[][]>;
    /** How long each layer takes: medians over some runs. */
    profile(options?: ProfileOptions<Input>): Promise<LayerTime[]>;
    /**
     * Runs an input and shows the memory of activations after each step: `result` of the step in plan.json says where
     * its value lies. The array is the model's own and changes with the next step: copy what is to be kept.
     */
    trace(input: Tensors<Input>, visit: (step: Step, index: number, arena: Float32Array) => void): Promise<Tensors<Output>>;
    /** Lets go of all memory, and ends its workers, if it has any. The model is of no use afterwards. */
    dispose(): void;
}
/** What a model that is no more answers with. */
export declare const disposedError: ({ name }: Program) => Error;
/** How many runs `profile` counts. @throws TypeError or RangeError for options that are none */
export declare function runsOf({ name }: Program, options: {
    readonly runs?: number | undefined;
}): number;
/** @throws TypeError where `trace` has nobody to show steps to */
export declare function checkVisit({ name }: Program, visit: unknown): void;
/** @throws TypeError where the network takes no images */
export declare function preprocessingOf({ name, preprocessing }: Program): Preprocessing;
/** Elements of a shape. */
export declare const elementCount: (shape: readonly number[]) => number;
/** The middle of some times: one that the machine was busy in does not count. */
export declare function median(values: readonly number[]): number;
