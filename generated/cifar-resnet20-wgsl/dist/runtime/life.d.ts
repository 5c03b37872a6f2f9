/** Whether a model lives: until it is disposed of, or its device is lost. */
import type { GpuDevice } from './gpu.js';
export declare class Life {
    #private;
    /** What is going on, for errors. */
    doing: () => string;
    /** Resolved with what pending calls reject with, once the device is lost. */
    readonly lost: Promise<Error>;
    /** @param name - the model's */
    constructor(name: string, device: GpuDevice);
    /** @throws Error that says why the model is no more */
    check(): void;
    /** Ends it: `error` is what everything that waits, and every later call, rejects with. */
    end(error: Error): void;
    /**
     * What a promise gives, but rejects as soon as the model ends: with why it ended.
     *
     * @param patience - milliseconds to wait, where it fails, for news that explain it: 0 where that is not the GPU
     */
    until<T>(promise: Promise<T>, patience?: number): Promise<T>;
}
