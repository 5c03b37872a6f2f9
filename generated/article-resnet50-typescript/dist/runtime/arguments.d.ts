/** Arguments that are not what their types say, as programs without types give them: refused alike everywhere. */
/** What was got, in a few words: `"4"`, `NaN`, `undefined`, `an Array`, `a Float64Array`. */
export declare function printed(value: unknown): string;
/**
 * What is not `undefined` must have a name that means something.
 *
 * @param call - of which function of which network
 * @throws TypeError that lists the options there are
 */
export declare function checkOptions(call: string, options: unknown, known: readonly string[]): void;
/**
 * Checks what all `load` functions take, but for the weights, which are looked at when they are read.
 *
 * @param own - names of what a target's takes besides
 * @throws TypeError
 */
export declare function checkLoad(name: string, options: unknown, own: readonly string[]): void;
/** @throws RangeError where a number is no whole number of these bounds */
export declare function checkWhole(what: string, value: unknown, least: number, most: number): void;
