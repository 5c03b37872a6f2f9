/** Finds a GPU, asks whether it can run a program, and gets a device that allows what the program needs and no more. */
import type { GpuAdapter, GpuDevice } from './gpu.js';
import type { CheckOptions, GpuOptions, Precision } from './options.js';
import type { Program } from './program.js';
/** What can be asked for its features and limits: an adapter, or a device. */
export type Capable = Pick<GpuAdapter, 'features' | 'limits'>;
/** The adapter of a GPU. @throws Error that says why there is none, and what to do */
export declare function findAdapter({ gpu, adapter }: CheckOptions): Promise<GpuAdapter>;
/** The precision that is meant by what was asked for. */
export declare const precisionOf: ({ precision }: GpuOptions, { features }: Capable) => Precision;
/** Names of `GpuOptions`. */
export declare const gpuOptions: readonly (keyof GpuOptions)[];
/** @throws TypeError where options are not what their types say */
export declare function checkGpu({ gpu, device, precision }: GpuOptions): void;
/** Why a GPU cannot run a program; empty if it can. */
export declare function objections(program: Program, { limits, features }: Capable, precision: Precision): readonly string[];
/** A device that a program can run on. */
export interface OpenDevice {
    readonly device: GpuDevice;
    readonly precision: Precision;
    /** Whether the caller gave it, and so keeps it. */
    readonly isGiven: boolean;
}
/** The caller's device, or a new one. @throws Error that says what it lacks */
export declare function openDevice(program: Program, options: GpuOptions): Promise<OpenDevice>;
