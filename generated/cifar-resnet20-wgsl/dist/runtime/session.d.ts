/** What a loaded model holds, and what all that is done with it share. */
import type { Dispatch } from './dispatch.js';
import type { GpuCommandEncoder, GpuDevice } from './gpu.js';
import type { Life } from './life.js';
import type { Memory } from './memory.js';
import type { Precision } from './options.js';
import type { Program } from './program.js';
import type { Resources } from './resources.js';
export interface Session {
    readonly program: Program;
    readonly device: GpuDevice;
    readonly precision: Precision;
    readonly life: Life;
    readonly resources: Resources;
    readonly memory: Memory;
    /** One a step. */
    readonly dispatches: readonly Dispatch[];
}
/** How an input gets to where the first step reads it; what the queue writes for it is written already. */
export interface Arrival {
    /** What to call it in errors. */
    readonly what: string;
    /** Copies, before the first pass. */
    readonly copy?: (encoder: GpuCommandEncoder) => void;
    /** What the first pass begins with. */
    readonly dispatches: readonly Dispatch[];
    /** What to do where it fails. */
    readonly fix: string;
    /** Lets go of what was made for it, which may be at fault. */
    readonly forget?: () => void;
}
