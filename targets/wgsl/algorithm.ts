/**
 * Which algorithm and tile a contraction gets. Without a GPU at hand nothing can be measured, so a short model of one
 * chooses: the time of the slowest core, from how many workgroups it gets, how many of its lanes they keep busy, and
 * how much of their time goes to loads.
 */

import type { Choices, Contraction } from '../../compiler/plan/contract.ts';
import type { Algorithm } from '../../compiler/plan/kernel.ts';
import type { MemoryRules } from '../../compiler/plan/memory.ts';
import { isPointwise, type Sizes, sizesOf } from '../sizes.ts';
import { span } from './kernels/patch.ts';
import { mostWorkgroups } from './parts/workgroups.ts';

/**
 * Offsets of bindings are multiples of 256 bytes (WebGPU's default for `minStorageBufferOffsetAlignment`), of float16
 * too. A buffer has at most 256 MiB (its default for `maxBufferSize`).
 */
const memory: MemoryRules = { alignment: 128, largest: 2 ** 26, binds: true };

/** The GPU that the model stands for: of the middle, between a phone's and a workstation's. */
const gpu = {
  /** Cores that run workgroups of their own: compute units, streaming multiprocessors. */
  cores: 16,
  /** Multiply-adds that a core does in a cycle. */
  lanes: 128,
  /** Threads that keep a core busy: each has many independent sums. */
  busy: 256,
  /** Threads that can be resident on a core. */
  threads: 1024,
  /** Bytes that a core gets from the cache that all share, in a cycle. */
  bytes: 32,
  /** Cycles that a pass over a tile costs beside: two barriers, and what is left of the latency of loads. */
  pass: 100,
  /** What workgroup memory a workgroup may have: WebGPU's default. */
  memory: 16_384,
} as const;

type Tiled = Extract<Algorithm, { name: 'tiled' }>;

const tiled = (
  rows: number,
  columns: number,
  threadRows: number,
  threadColumns: number,
  slices: number,
  depth: number,
): Tiled => ({
  name: 'tiled',
  tile: { rows, columns },
  thread: { rows: threadRows, columns: threadColumns },
  depth,
  slices,
});

/**
 * Tiles: pixels, output channels, what a thread computes of them, slices of the terms, terms at a time. A thread of 8
 * by 8 loads least from workgroup memory for what it computes; slices make work for more threads where tiles are few.
 */
export const tiledAlgorithms: readonly Tiled[] = [
  tiled(64, 64, 8, 8, 1, 16),
  tiled(64, 64, 4, 8, 1, 16),
  tiled(32, 64, 8, 8, 2, 32),
  tiled(32, 64, 4, 8, 1, 16),
  tiled(32, 64, 4, 8, 2, 32),
  tiled(32, 32, 8, 8, 2, 32),
  tiled(32, 32, 8, 8, 4, 32),
  tiled(32, 32, 4, 8, 2, 32),
  tiled(32, 32, 4, 8, 4, 32),
  tiled(16, 64, 4, 8, 2, 32),
  tiled(16, 64, 4, 8, 4, 32),
  tiled(16, 32, 4, 8, 4, 32),
  tiled(16, 32, 4, 8, 8, 32),
  tiled(16, 16, 4, 4, 8, 32),
  tiled(16, 16, 4, 4, 16, 64),
];

const algorithm: Choices['algorithm'] = contraction => {
  const sizes = sizesOf(contraction);
  if (contraction.mean) return vector;
  if (contraction.groups > 1) return grouped(sizes);
  if (isPointwise(contraction) && sizes.pixels <= 4) return vector;
  return patchOf(contraction, sizes) ?? tiledOf(sizes);
};

const vector: Algorithm = { name: 'vector', tile: { rows: 1, columns: 32 }, slices: 32 };

/** 64 threads: as many quads side by side as there are, up to 16, and pixels in strips of four where they are many. */
function grouped({ quads, pixels }: Sizes): Algorithm {
  const columns = 2 ** Math.min(4, Math.ceil(Math.log2(quads)));
  const rows = pixels * quads >= 2 ** 16 ? 4 : pixels * quads >= 2 ** 14 ? 2 : 1;
  return {
    name: 'grouped',
    tile: { rows: (64 / columns) * rows, columns: 4 * columns },
    thread: { rows, columns: 4 },
  };
}

/** Blocks of 8 by 8 pixels for shallow images under wide windows, whose patch must fit beside others in memory. */
function patchOf(
  { window, y }: Contraction,
  { inputs, taps, pixels, channels }: Sizes,
): Algorithm | undefined {
  const [vertical, horizontal] = window;
  const [, , height = 1, width = 1] = y.shape;
  const elements = inputs * span(vertical, 8) * span(horizontal, 8);
  const blocks = Math.ceil(height / 8) * Math.ceil(width / 8);
  if (blocks > mostWorkgroups || inputs > 4 || taps < 4 || pixels < 64 || 4 * elements > gpu.memory / 2)
    return undefined;
  return {
    name: 'patch',
    tile: { rows: 64, columns: channels > 32 ? 64 : 32 },
    thread: { rows: 4, columns: 8 },
    across: 8,
  };
}

/** The tile that the model gives the least time. */
const tiledOf = (sizes: Sizes): Algorithm =>
  tiledAlgorithms.reduce((best, other) => (cyclesOf(other, sizes) < cyclesOf(best, sizes) ? other : best));

/**
 * Cycles of the core that gets most workgroups.
 *
 * A pass of a workgroup over a tile is `rows * columns * depth` multiply-adds. For each four terms, a thread loads as
 * many vectors from workgroup memory as it computes rows and columns, which takes its lanes as long as as many
 * multiply-adds by four. Bringing a vector takes a load and a store: as long as eight multiply-adds. Meanwhile the
 * next tiles come from the cache.
 */
export function cyclesOf({ tile, thread, depth, slices }: Tiled, { pixels, quads, terms }: Sizes): number {
  const workgroups = Math.ceil(pixels / tile.rows) * Math.ceil((4 * quads) / tile.columns);
  const cells = thread.rows * thread.columns;
  const threads = ((tile.rows * tile.columns) / cells) * slices;
  const mostOfCore = Math.ceil(workgroups / gpu.cores);
  const resident = Math.min(mostOfCore, Math.floor(gpu.threads / threads));
  const busy = Math.min(1, (resident * threads) / gpu.busy);
  const useful = cells / (cells + thread.rows + thread.columns);
  const brought = (tile.rows + tile.columns) * depth;
  const arithmetic = ((tile.rows * tile.columns * depth) / useful + 2 * brought) / (gpu.lanes * busy);
  const loads = (4 * brought) / gpu.bytes;
  // Workgroups that are resident together hide each other's barriers.
  return mostOfCore * Math.ceil(terms / depth) * (Math.max(arithmetic, loads) + gpu.pass / resident);
}

/** Whether the means of an image fit into workgroup memory beside the sums of 256 threads. */
const meansIntoLinear: Choices['meansIntoLinear'] = ([, channels = 1]) =>
  4 * channels <= gpu.memory - 16 * 256;

export const choices: Choices = { algorithm, scratch: () => 0, memory, meansIntoLinear, joins: () => false };
