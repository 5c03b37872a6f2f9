/** Results on their way back: each run has a buffer of its own until it has read it. */
import { type GpuBuffer } from './gpu.js';
import type { Life } from './life.js';
import type { Resources } from './resources.js';
/** A buffer that results are copied to, to be read. */
export declare const readable: (resources: Resources, label: string, bytes: number) => GpuBuffer;
/** What was copied to a buffer, once it has been. */
export declare function read(buffer: GpuBuffer, life: Life): Promise<ArrayBuffer>;
/** Buffers of one size, used again and again. */
export declare class Readback {
    #private;
    readonly bytes: number;
    /** @param bytes - what is read each time: whole fours */
    constructor(label: string, bytes: number, resources: Resources);
    /** A buffer to copy to. */
    take(): GpuBuffer;
    /** Takes a buffer back that has been read. */
    give(buffer: GpuBuffer): void;
}
