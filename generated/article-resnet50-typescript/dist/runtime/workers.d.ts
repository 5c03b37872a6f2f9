/**
 * Starts workers: those of browsers, Deno and Bun, and Node's, alike. Types of both are spelt out, for a project has one.
 */
import type { Address } from './globals.js';
/** How a package's workers are started, as its entry point says. */
export interface Workers {
    /** The address of a script beside `worker.js`. */
    readonly base: string;
    /** Starts one where there is the `Worker` of browsers, in the words that bundlers know. */
    readonly start: () => object;
}
/** Who hears of a worker. */
export interface Listener {
    readonly heard: (message: unknown) => void;
    /** It ended of itself. */
    readonly died: (why: string) => void;
}
/** A worker. */
export interface Started {
    /**
     * Sends a message, of copies alone: once an array is given away, V8 compiles every access to arrays in that thread to
     * see whether it still is there, and kernels of plain TypeScript take a third longer.
     */
    post(message: unknown): void;
    /** Whether the program goes on while nothing else is to be done: while an answer is waited for. Deno's always does. */
    keepAlive(isAwaited: boolean): void;
    end(): void;
}
/**
 * Starts a worker.
 *
 * @param address - of `worker.js`, where it is not the package's own
 * @throws Error of the engine, where it does not start any
 */
export declare function startWorker(workers: Workers, address: string | Address | undefined, listener: Listener): Promise<Started>;
