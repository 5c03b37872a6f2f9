/** What a model has made on its device: none of it outlives the model. */
import type { GpuBuffer, GpuDevice, GpuQuerySet, GpuTexture } from './gpu.js';
export declare class Resources {
    #private;
    constructor(device: GpuDevice);
    /** A buffer; its size is rounded up to whole fours of bytes. */
    buffer(label: string, bytes: number, usage: number): GpuBuffer;
    /** A texture of RGBA bytes. */
    texture(label: string, width: number, height: number, usage: number): GpuTexture;
    /** Places for times. */
    timestamps(label: string, count: number): GpuQuerySet;
    /** Destroys one of them. */
    release(resource: {
        destroy(): void;
    }): void;
    /** Destroys all of them. */
    destroy(): void;
}
