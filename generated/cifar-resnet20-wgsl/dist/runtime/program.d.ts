/** What a WebGPU package is made of, as its generated files say it. */
import type { Program as Common } from './interface.js';
import type { GpuLimits } from './gpu.js';
/** Everything about a package but its shaders: known before any weights are fetched. */
export interface Program extends Common {
    /** Elements of the buffers that weights and activations are in, one after another. */
    readonly slots: {
        readonly weights: readonly number[];
        readonly arena: readonly number[];
    };
    /** What the GPU must allow: sizes are those of float32, of which float16 takes half. */
    readonly limits: Omit<GpuLimits, 'maxTextureDimension2D'>;
    /** What the GPU must have beside core WebGPU. */
    readonly features: readonly string[];
}
/** A shader's text, and the workgroups of its dispatch along x, y and z. */
export type Shader = readonly [text: string, x: number, y: number, z: number];
/** Part of the weights or the activations, in elements. It lies in one slot. */
export interface Range {
    readonly region: 'weights' | 'arena';
    readonly offset: number;
    readonly elements: number;
}
/** One dispatch: a shader, by its name, and what is bound to it. The last range is what is written. */
export interface GpuStep<Name extends string = string> {
    readonly layer: string;
    readonly shader: Name;
    readonly ranges: readonly Range[];
}
/** The shaders and steps of a package. */
export interface Code<Name extends string = string> {
    readonly shaders: Readonly<Record<Name, Shader>>;
    readonly steps: readonly GpuStep<Name>[];
    /** Makes the input of an image; absent where the network takes none. */
    readonly preprocess?: string;
    /** Makes the input of float32 numbers on the GPU. */
    readonly convert: string;
}
/** A step. */
export declare const step: <Name extends string>(layer: string, shader: Name, ...ranges: readonly Range[]) => GpuStep<Name>;
/** A range of the weights. */
export declare const weights: (offset: number, elements: number) => Range;
/** A range of the activations. */
export declare const arena: (offset: number, elements: number) => Range;
