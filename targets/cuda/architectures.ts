/**
 * The GPUs that the model of `igemms.ts` stands for. Rates are of one streaming multiprocessor in one cycle.
 *
 * Sources: NVIDIA's whitepapers "H100 Tensor Core GPU Architecture" and "A100 Tensor Core GPU Architecture" for counts
 * and peak rates, the CUDA C++ Programming Guide's table of technical specifications for limits. `mma.sync` reaches 62
 * to 65 % of the peak of tensor cores on Hopper (https://arxiv.org/abs/2501.12084), nearly all of it on Ampere.
 */

import type { Architecture, Precision } from './options.ts';

export interface Gpu {
  readonly multiprocessors: number;
  /** Multiply-adds. */
  readonly rates: Readonly<Record<Precision, number>>;
  /** Bytes from the L2 cache, with all multiprocessors at it, and from memory. */
  readonly l2Bytes: number;
  readonly memoryBytes: number;
  /** Bytes of shared memory that can be read. */
  readonly sharedBytesRead: number;
  /** Shared memory, of all blocks that run at once. */
  readonly sharedMemory: number;
  readonly threads: number;
  readonly registers: number;
  /** Cycles from asking for bytes of the L2 cache to having them in shared memory. */
  readonly latency: number;
}

export const architectures: Readonly<Record<Architecture, Gpu>> = {
  sm_90: {
    multiprocessors: 132,
    rates: { f32: 128, tf32: 0.63 * 1024, '3xtf32': (0.63 * 1024) / 3, f16: 0.63 * 2048 },
    l2Bytes: 28,
    // 4.8 TB/s of an H200, at 1.755 GHz.
    memoryBytes: 20,
    sharedBytesRead: 128,
    sharedMemory: 228 * 1024,
    threads: 2048,
    registers: 65_536,
    latency: 800,
  },
  sm_80: {
    multiprocessors: 108,
    rates: { f32: 64, tf32: 0.9 * 512, '3xtf32': (0.9 * 512) / 3, f16: 0.9 * 1024 },
    l2Bytes: 32,
    // 2.0 TB/s, at 1.41 GHz.
    memoryBytes: 13,
    sharedBytesRead: 128,
    sharedMemory: 164 * 1024,
    threads: 2048,
    registers: 65_536,
    latency: 600,
  },
};

/**
 * Shared memory that every GPU of capability 8.0 or later gives a block, 99 KiB, less 1 KiB for a kernel's own variables:
 * packages run on all of them.
 */
export const blockMemory: number = 98 * 1024;

/** What the system keeps of the shared memory of each block. */
export const reservedMemory = 1024;
