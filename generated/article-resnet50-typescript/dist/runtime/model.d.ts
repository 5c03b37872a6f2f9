/** A package at work: memory, weights, and the steps of its program one after another. */
import { type Classification } from './classify.js';
import { type WeightsOrigin } from './header.js';
import { type Pixels, type Preprocessing } from './preprocess.js';
import { type WeightsSource } from './weights.js';
/** Float32 numbers of a shape, row-major. The shape is for the reader and the editor; at run time it is an array. */
export type Tensor<Shape extends readonly number[]> = Float32Array & {
    readonly shape?: Shape;
};
/** The buffers of a model. */
export interface Memory {
    /** What `weights.bin` holds after its header. */
    readonly weights: Float32Array;
    /** Weights in another form, made once when they are loaded. */
    readonly prepared: Float32Array;
    /** Activations. Values whose times do not overlap share places. */
    readonly arena: Float32Array;
}
/** One call of a kernel. */
export interface Step {
    /** The module of the network it works for, such as `layer1.0.conv1`. */
    readonly layer: string;
    readonly run: () => void;
}
/** Where the input or the output lies in the arena. */
export interface Border {
    readonly shape: readonly number[];
    readonly offset: number;
}
/** Everything about a package but its kernels: known before any weights are fetched. */
export interface Program {
    readonly name: string;
    readonly target: string;
    readonly input: Border;
    readonly output: Border;
    /** Whether the output is probabilities, and no logits. */
    readonly probabilities: boolean;
    /** Learned numbers of the network. */
    readonly parameters: number;
    /** Multiply-accumulates of one run. */
    readonly macs: number;
    /** Bytes to download, and to hold in memory: weights, weights in another form, activations, room for kernels. */
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
    readonly signal?: AbortSignal | undefined;
}
/** Time of one layer. */
export interface LayerTime {
    readonly layer: string;
    readonly milliseconds: number;
}
/** A loaded network. It runs one input at a time. */
export declare class Model<Input extends readonly number[], Output extends readonly number[]> {
    #private;
    /** Whether the weights are a checkpoint's, or synthetic ones that stand in for it. */
    readonly origin: WeightsOrigin;
    constructor(program: Program, memory: Memory, steps: readonly Step[], origin: WeightsOrigin);
    /**
     * The network's output for an input.
     *
     * @throws RangeError where the input has another number of elements than its shape says
     */
    run(input: Tensor<Input>): Promise<Tensor<Output>>;
    /**
     * The likeliest classes of an image: resized, cropped and normalised as the network expects. Of a model for
     * batches, the image is the first of the batch.
     *
     * @param options.k - how many classes; 5 unless said
     */
    classify(image: Pixels, options?: {
        readonly k?: number;
    }): Promise<Classification[]>;
    /**
     * How long each layer takes: medians over some runs, the first not counted.
     *
     * @param options.input - zeros unless given
     * @param options.runs - 5 unless said
     */
    profile(options?: {
        readonly input?: Tensor<Input>;
        readonly runs?: number;
    }): Promise<LayerTime[]>;
    /**
     * Runs an input and shows the memory of activations after each step: `result` of the step in plan.json says where
     * its value lies. The array is the model's own and changes with the next step: copy what is to be kept.
     */
    trace(input: Tensor<Input>, visit: (step: Step, index: number, arena: Float32Array) => void): Promise<Tensor<Output>>;
    /** Lets go of all memory but the kernels' own room. The model is of no use afterwards. */
    dispose(): void;
}
/**
 * Fetches weights, checks them, and makes a model.
 *
 * @param link - binds a program's kernels to memory: first the steps to run now, once, then those of each run
 */
export declare function loadModel<Input extends readonly number[], Output extends readonly number[]>(program: Program, link: (memory: Memory) => {
    readonly prepare: readonly Step[];
    readonly steps: readonly Step[];
}, { weights: source, onProgress, signal }: LoadOptions): Promise<Model<Input, Output>>;
/** A step that calls a kernel. Its last argument is what is written. */
export declare function step<Arguments extends readonly Float32Array[]>(layer: string, kernel: (...memory: Arguments) => void, ...memory: Arguments): Step;
