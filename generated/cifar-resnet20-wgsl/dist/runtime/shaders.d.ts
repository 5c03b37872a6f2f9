/** Shaders as pipelines: all compiled at once, side by side, and equal ones once. */
import { type GpuDevice, type GpuObject } from './gpu.js';
import type { Life } from './life.js';
import type { Precision } from './options.js';
import type { Code } from './program.js';
/** What a shader binds: textures that it reads, buffers that it reads, and the one that it writes. */
export type Bindings = readonly ('texture' | 'read' | 'write')[];
/** A pipeline and the layout of its bind group. */
export interface Pipeline {
    readonly pipeline: GpuObject;
    readonly layout: GpuObject;
}
/** Compiles the shaders of a model. */
export declare class Compiler {
    #private;
    /** Whose shaders are not compiled yet. */
    readonly pending: Set<string>;
    constructor(device: GpuDevice, model: string, precision: Precision, life: Life);
    /** The pipelines of all steps, by the names of their shaders. */
    compile({ shaders, steps }: Code): Promise<ReadonlyMap<string, Pipeline>>;
    /** The pipeline of one shader. @param users - the layers that it is for */
    pipeline(name: string, text: string, bindings: Bindings, users: string): Promise<Pipeline>;
}
