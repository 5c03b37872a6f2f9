/** The buffers of weights and activations, slot by slot, and where in them a range lies. */
import { type GpuBuffer, type GpuDevice } from './gpu.js';
import type { Precision } from './options.js';
import type { GpuStep, Program, Range } from './program.js';
import type { Resources } from './resources.js';
/** A buffer that holds part of a region. */
export interface Slot {
    readonly buffer: GpuBuffer;
    /** Its first element, and how many it has. */
    readonly offset: number;
    readonly elements: number;
}
/** A range as WebGPU takes it, in bytes. */
export interface BufferRange {
    readonly buffer: GpuBuffer;
    readonly offset: number;
    readonly size: number;
}
export declare class Memory {
    readonly weights: readonly Slot[];
    readonly arena: readonly Slot[];
    /** Bytes of a number. */
    readonly unit: 2 | 4;
    /** Resolved once all buffers are there. */
    readonly ready: Promise<void>;
    constructor(device: GpuDevice, program: Program, steps: readonly GpuStep[], precision: Precision, resources: Resources);
    /** Where a range lies. It ends with whole fours of numbers: what follows, to align the next, is never used. */
    locate({ region, offset, elements }: Range): BufferRange;
}
