/** What kernels that run on the CPU are, once they are bound to memory: work that threads can share. */
import type { Step } from './interface.js';
/**
 * A step, bound to memory. Units write different numbers and read none that another writes, and each sum is formed in
 * one order: whoever does which of them, and when, changes no bit.
 */
export interface Task extends Step {
    /** Units of its work. */
    readonly units: number;
    /** Does units `from` up to, not including, `to`. */
    readonly run: (from: number, to: number) => void;
}
/** A program as one thread has it: memory, and kernels of its own that are bound to it. */
export interface Instance {
    /** The bytes that weights stream into. */
    readonly weights: Uint8Array;
    /** Activations. Values whose times do not overlap share places. */
    readonly arena: Float32Array;
    /** Run once, when weights are there. */
    readonly prepare: readonly Task[];
    /** Run for each inference. */
    readonly steps: readonly Task[];
    /** Has engines compile kernels well, on whatever lies in memory. */
    readonly warmUp?: () => void;
}
