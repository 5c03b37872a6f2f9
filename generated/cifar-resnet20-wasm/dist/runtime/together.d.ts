/** Two things at a time, and things that a signal ends. */
import type { Signal } from './globals.js';
/**
 * Both results, once both are there; where one fails, or the signal says so, the other is told to end. The second has
 * then ended, files that it reads are closed; the first may go on for a moment.
 */
export declare function together<A, B>(signal: Signal | undefined, first: (ended: Signal) => Promise<A>, second: (ended: Signal) => Promise<B>): Promise<[A, B]>;
/** What a promise gives; rejected with the signal's reason as soon as it says so, whatever becomes of the promise. */
export declare function unlessAborted<T>(signal: Signal | undefined, promise: Promise<T>): Promise<T>;
