/** Whether a machine can run a program: asked before anything is fetched. */
import type { CheckOptions, Precision } from './options.js';
import type { Program } from './program.js';
/** What `check` finds. */
export interface Check {
    readonly ok: boolean;
    /** Why not, and what to do. */
    readonly reasons: readonly string[];
    /** What `load` would take with the same options. */
    readonly precision: Precision;
    /** Bytes to download, and of the GPU's memory. */
    readonly bytes: {
        readonly download: number;
        readonly gpu: number;
    };
    /** What the GPU calls itself. */
    readonly gpu?: string;
}
/** Asks a GPU whether it can run a program. Nothing is fetched, and no device made. */
export declare function checkProgram(program: Program, options: CheckOptions): Promise<Check>;
