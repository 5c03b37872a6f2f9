/** Weights into their buffers as they arrive: no more than a few pieces of them are ever in the memory of the CPU. */
import type { WeightsHeader } from './header.js';
import type { WeightsSource } from './source.js';
import { type WeightsOptions } from './weights.js';
import type { GpuDevice } from './gpu.js';
import type { Memory } from './memory.js';
/**
 * Reads weights into the buffers that are there for them.
 *
 * @throws Error as `readWeights` does, or with what the GPU complains of
 */
export declare function uploadWeights(source: WeightsSource, options: WeightsOptions, device: GpuDevice, memory: Memory): Promise<WeightsHeader>;
