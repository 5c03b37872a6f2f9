/** What runs are given and give: a tensor where there is one, else an object of them by their names. */
import { type Border, type Program } from './interface.js';
/**
 * The inputs, in order, as `run` is given them.
 *
 * @param other - what may be given besides
 * @throws TypeError where one is no Float32Array, or there is none of its name; RangeError where one is not as long as
 *   its shape
 */
export declare function inputsOf(program: Program, given: unknown, other?: string): readonly Float32Array[];
/** What is given for each input, whatever it is. @throws TypeError where it is no object of that many */
export declare function namedOf({ name, inputs }: Program, given: unknown): readonly unknown[];
/** Zeros for each input. */
export declare const zerosFor: ({ inputs }: Program) => readonly Float32Array[];
/** Outputs, in order, as `run` gives them. */
export declare function resultOf<Result>({ outputs }: Program, values: readonly Float32Array[]): Result;
/** A copy of each output out of the activations. */
export declare const outputsIn: ({ outputs }: Program, arena: Float32Array) => readonly Float32Array[];
/**
 * @param name - the network's
 * @param what - how errors call the numbers
 * @param other - what may be given besides
 * @throws TypeError where something is no Float32Array; RangeError where it is not as long as the border's shape
 */
export declare function checkValues(name: string, border: Border, values: unknown, what: string, other?: string): asserts values is Float32Array;
/** @throws RangeError where a number of elements is not a border's */
export declare function checkElements(name: string, { shape }: Border, elements: number, what: string): void;
