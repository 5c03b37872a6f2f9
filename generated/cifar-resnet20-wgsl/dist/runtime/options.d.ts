/** What `load` and `check` of a WebGPU package take. */
import type { LoadOptions as Common } from './interface.js';
import type { Gpu, GpuAdapter, GpuDevice } from './gpu.js';
/**
 * What numbers are stored in: `f32`; `f16`, half the memory, for GPUs with the feature `shader-f16`; or `auto`, which
 * is `f16` where that is and `f32` where it is not. Sums are float32 always.
 */
export type Precision = 'f32' | 'f16';
/** Which GPU, and in which precision. */
export interface GpuOptions {
    /** Where adapters come from; `navigator.gpu` unless given. */
    readonly gpu?: Gpu | undefined;
    /** A device of the caller's, which is used and never destroyed. */
    readonly device?: GpuDevice | undefined;
    /** `f32` unless said. */
    readonly precision?: Precision | 'auto' | undefined;
}
/** Options of `load`. */
export interface LoadOptions extends Common, GpuOptions {
}
/** Options of `check`. */
export interface CheckOptions extends GpuOptions {
    /** The adapter to ask; the fastest unless given. */
    readonly adapter?: GpuAdapter | undefined;
}
