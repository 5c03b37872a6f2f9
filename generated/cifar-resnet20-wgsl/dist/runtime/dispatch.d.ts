/** Steps as dispatches, and commands made of them. */
import type { GpuCommandEncoder, GpuComputePass, GpuDevice, GpuObject } from './gpu.js';
import type { Memory } from './memory.js';
import type { Code } from './program.js';
import type { Pipeline } from './shaders.js';
/** A pipeline, what is bound to it, and how many workgroups it gets. */
export interface Dispatch {
    readonly layer: string;
    readonly pipeline: GpuObject;
    readonly group: GpuObject;
    readonly workgroups: readonly [x: number, y: number, z: number];
}
/** Binds resources to a pipeline. Buffers come as ranges. */
export declare function bind(device: GpuDevice, label: string, { layout }: Pipeline, resources: readonly object[]): GpuObject;
/** The dispatch of every step. */
export declare function dispatchesOf(device: GpuDevice, { shaders, steps }: Code, pipelines: ReadonlyMap<string, Pipeline>, memory: Memory): readonly Dispatch[];
/** Adds a dispatch to a pass. */
export declare function addDispatch(pass: GpuComputePass, { pipeline, group, workgroups }: Dispatch): void;
/** Adds a pass of dispatches. */
export declare function addPass(encoder: GpuCommandEncoder, label: string, dispatches: readonly Dispatch[], timestampWrites?: object): void;
/** Makes commands and hands them in. */
export declare function submit(device: GpuDevice, label: string, encode: (encoder: GpuCommandEncoder) => void): void;
