/**
 * How threads share a step's units, in a few words of shared memory. One leads: it names the step and raises the count
 * of jobs. All, the leader too, claim units until none is left, and the leader waits for the others. Whoever waits
 * looks for a moment, and then sleeps.
 */
import type { Task } from './task.js';
/** Bytes of the memory that threads agree in. */
export declare const controlBytes = 640;
/** The threads of a program, as one of them sees them. */
export declare class Sharing {
    #private;
    /** @param tasks - the same in all threads */
    constructor(control: SharedArrayBuffer, tasks: readonly Task[], threads: number);
    /** Does a task with all threads. @throws Error where they are to stop */
    lead(index: number): void;
    /** Helps with whatever the leader names, until threads are to stop. */
    follow(): void;
}
/** Has threads stop that wait for each other: not every engine ends a worker that waits. */
export declare function stopSharing(control: SharedArrayBuffer): void;
