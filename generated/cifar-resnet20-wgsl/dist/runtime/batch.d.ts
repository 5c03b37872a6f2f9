/** Images of a batch: the input that they make, and their classes. */
import { type Classification } from './classify.js';
import { type Border, type ClassifyOptions, type PreprocessOptions, type Program } from './interface.js';
import { type Pixels } from './preprocess.js';
/**
 * Images as they were given, one or an array, as a list.
 *
 * @throws TypeError where the network takes none; RangeError where they are not as many as its batch
 */
export declare function imagesOf(program: Program, given: unknown): readonly unknown[];
/** The pixels of images as they were given. @throws Error as `imagesOf` and `pixelsOf` do */
export declare const batchOf: (program: Program, given: unknown) => readonly Pixels[];
/** Makes images the input. @param into - where to: as long as the input */
export declare function writeBatch(program: Program, images: readonly Pixels[], into: Float32Array): void;
/** `preprocess` of a package. @throws Error as `batchOf` does, or for `into` that is not as long as the input */
export declare function prepare(program: Program, given: unknown, options: PreprocessOptions): Float32Array;
/** The one input of a network that takes images. */
export declare const imageInput: ({ inputs }: Program) => Border;
/** How many classes are asked for. @throws Error for options that are none */
export declare function classCount(program: Program, options: ClassifyOptions): number;
/** The likeliest classes: a list, or as many as images where they were given in an array. */
export declare function classesOf(program: Program, outputs: readonly Float32Array[], given: unknown, k: number): Classification[] | Classification[][];
