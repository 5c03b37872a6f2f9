import { type Memory, type Step } from './runtime/model.js';
/** Binds kernels to memory. Offsets and lengths are in numbers, not bytes; the last range is what is written. */
export declare function link(memory: Memory): {
    readonly prepare: readonly Step[];
    readonly steps: readonly Step[];
};
