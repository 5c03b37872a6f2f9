/**
 * Tiles of implicit GEMMs, and which of them a contraction gets. The compiler has no GPU at hand, so a short model of one
 * ranks them: the cycles of the multiprocessor that gets most blocks, from how many it gets, how many of them run at
 * once, and what bounds a step of each.
 */

import { z } from 'zod';
import { type Contraction, count, tileSchema } from '../../compiler/plan/implementation.ts';
import type { Tile } from '../../compiler/plan/kernel.ts';
import { align } from '../../compiler/plan/memory.ts';
import { type Sizes, sizesOf } from '../sizes.ts';
import { architectures, blockMemory, type Gpu, reservedMemory } from './architectures.ts';
import { stagedBytes } from './block-memory.ts';
import type { CudaOptions, Precision } from './options.ts';
import { precisions } from './precisions.ts';

/** Terms at a time, in so many stages of shared memory; where `splits` > 1, as many blocks sum a share of the terms each. */
const staged = { depth: count, stages: count, splits: count };

/** Each thread sums a part of the tile. */
export const simtSchema = z.strictObject({
  name: z.literal('simt'),
  tile: tileSchema,
  thread: tileSchema,
  ...staged,
});
/** The same on tensor cores: each warp of 32 threads does. */
export const mmaSchema = z.strictObject({
  name: z.literal('mma'),
  tile: tileSchema,
  warp: tileSchema,
  ...staged,
});
export type Simt = z.infer<typeof simtSchema>;
export type Mma = z.infer<typeof mmaSchema>;
export type Igemm = Simt | Mma;

/** Tiles of ordinary cores: the tile, and what a thread sums of it. */
const simtTiles: readonly (readonly [tile: Tile, thread: Tile])[] = [
  [tileOf(128, 128), tileOf(8, 8)],
  [tileOf(128, 64), tileOf(8, 8)],
  [tileOf(64, 64), tileOf(8, 4)],
  [tileOf(64, 32), tileOf(4, 4)],
  [tileOf(32, 64), tileOf(4, 4)],
  [tileOf(32, 32), tileOf(4, 2)],
];

/** Tiles of tensor cores: the tile, and what a warp sums of it. */
const mmaTiles: readonly (readonly [tile: Tile, warp: Tile])[] = [
  [tileOf(128, 128), tileOf(64, 32)],
  [tileOf(128, 64), tileOf(32, 32)],
  [tileOf(64, 128), tileOf(32, 32)],
  [tileOf(64, 64), tileOf(32, 32)],
  [tileOf(64, 32), tileOf(32, 16)],
  [tileOf(32, 64), tileOf(16, 32)],
  [tileOf(32, 32), tileOf(16, 16)],
];

function tileOf(rows: number, columns: number): Tile {
  return { rows, columns };
}

/** Into how many shares the terms of a sum are split. */
const splitCounts = [1, 2, 3, 4, 6, 8, 12, 16] as const;

/** Bytes of a row of a tile: what one step takes of the terms. */
const rowBytes = { simt: [64], mma: [64, 128] } as const;

/** Every tile there is, for a precision. */
export function igemms(precision: Precision): readonly Igemm[] {
  const ways = <A extends Igemm>(
    bytes: readonly number[],
    stages: readonly number[],
    make: (rest: Rest) => A,
  ) =>
    bytes.flatMap(each =>
      stages.flatMap(stage =>
        splitCounts.map(splits => make({ depth: each / precisions[precision].bytes, stages: stage, splits })),
      ),
    );
  const all: readonly Igemm[] = !precisions[precision].multiply
    ? simtTiles.flatMap(([tile, thread]) =>
        ways(rowBytes.simt, [3], rest => ({ name: 'simt', tile, thread, ...rest })),
      )
    : mmaTiles.flatMap(([tile, warp]) =>
        ways(rowBytes.mma, [3, 4], rest => ({ name: 'mma', tile, warp, ...rest })),
      );
  return all.filter(each => stagedBytes(each, precision) <= blockMemory);
}

type Rest = Pick<Igemm, 'depth' | 'stages' | 'splits'>;

/** Convolutions are joined where every step is of one of them, however deep it is. */
export const deepest = Math.max(...rowBytes.mma, ...rowBytes.simt);

/** The tiles that a contraction can have, the one that the model gives the least time first. */
export function rankedIgemms(
  contraction: Contraction,
  { precision, architecture }: CudaOptions,
): readonly Igemm[] {
  const { pixels, channels, terms } = sizesOf(contraction);
  const { joined } = contraction;
  const joinedTerms = joined ? sizesOf({ ...contraction, ...joined }).terms : 0;
  const work: Work = { pixels, channels, terms: terms + joinedTerms, precision };
  return (
    igemms(precision)
      .filter(({ splits, depth }) => {
        // Every split has something to do.
        const steps = Math.ceil(work.terms / depth);
        return Math.ceil(steps / Math.ceil(steps / splits)) === splits;
      })
      .map(each => ({ each, cycles: cyclesOf(each, work, architectures[architecture]) }))
      // Of equals, the one with more on the way.
      .sort((a, b) => a.cycles - b.cycles || b.each.stages * b.each.depth - a.each.stages * a.each.depth)
      .map(({ each }) => each)
  );
}

/** What is to be multiplied: `pixels` by `channels` sums of `terms` products. */
interface Work extends Pick<Sizes, 'pixels' | 'channels' | 'terms'> {
  readonly precision: Precision;
}

/**
 * Cycles of the multiprocessor that gets most blocks.
 *
 * A step of a block takes as long as the slowest of: its multiply-adds, which need 8 warps to keep all cores busy; what
 * goes through shared memory, which is what each warp reads of both tiles and what is brought of them; instructions, of
 * which a warp issues one a cycle on one of four schedulers; the bytes of both tiles from the L2 cache; and the latency
 * of these, less what other stages and blocks cover of it. A block begins with a latency, and ends with its results
 * going out. Splits cost sums that are written, and that the last block reads, with a round trip to memory.
 */
function cyclesOf(algorithm: Igemm, { pixels, channels, terms, precision }: Work, gpu: Gpu): number {
  const { tile, depth, stages, splits } = algorithm;
  const size = precisions[precision].bytes;
  const part = algorithm.name === 'mma' ? algorithm.warp : warpOf(algorithm);
  const warps = (tile.rows * tile.columns) / (part.rows * part.columns);
  const tiles = Math.ceil(pixels / tile.rows) * Math.ceil(channels / tile.columns);
  const most = Math.ceil((tiles * splits) / gpu.multiprocessors);
  const resident = Math.max(1, Math.min(most, fittingBlocks(algorithm, precision, gpu)));
  const busy = Math.min(1, (resident * warps) / 8);
  const steps = Math.ceil(Math.ceil(terms / depth) / splits);
  const brought = (tile.rows + tile.columns) * depth * size;
  const read = warps * (part.rows + part.columns) * depth * size;
  const products = tile.rows * tile.columns * depth;
  const copies = brought / 16 / (32 * warps);
  const issued = stepInstructions + 10 * copies + instructionsOf(algorithm, part, size);
  const step = Math.max(
    products / (gpu.rates[precision] * busy),
    (read + brought) / gpu.sharedBytesRead,
    (issued * warps) / 4,
    brought / gpu.l2Bytes,
    gpu.latency / ((stages - 1) * resident),
  );
  const sums = tile.rows * tile.columns;
  // Results, and as much again that many epilogues read.
  const end = (2 * sums * size) / gpu.l2Bytes;
  const rounds = Math.ceil(most / resident);
  const exchange =
    splits === 1
      ? 0
      : (most * 4 * sums) / gpu.l2Bytes + (splits * 4 * sums) / lastBlockBytes + 2 * gpu.latency;
  const cycles = most * (steps * step + end) + 2 * gpu.latency * (1 + (rounds - 1) / resident) + exchange;
  // All of it comes from memory once, and goes there.
  const moved = size * (pixels * channels * 2 + terms * channels);
  return Math.max(cycles, moved / (gpu.memoryBytes * gpu.multiprocessors));
}

/** Instructions of a step beside copies and products: its loop, barrier and wait. */
const stepInstructions = 60;

/** Bytes in a cycle that one multiprocessor gets where few ask. */
const lastBlockBytes = 56;

/** Instructions of a warp for the products of a step, and for loading what they multiply. */
function instructionsOf({ name, depth }: Igemm, { rows, columns }: Tile, size: number): number {
  if (name === 'mma') {
    const pairs = (depth * size) / 32;
    return pairs * ((rows / 16) * (columns / 8) + rows / 16 + columns / 16);
  }
  // A thread of 32 by its part of the warp's.
  const [threadRows, threadColumns] = [rows / 4, columns / 8];
  return depth * threadRows * threadColumns + (depth / 4) * (threadRows + threadColumns);
}

/** How many blocks run at once on a multiprocessor. */
function fittingBlocks(algorithm: Igemm, precision: Precision, gpu: Gpu): number {
  const { tile } = algorithm;
  const part = algorithm.name === 'mma' ? algorithm.warp : warpOf(algorithm);
  const warps = (tile.rows * tile.columns) / (part.rows * part.columns);
  const sumsOfThread = (part.rows * part.columns) / 32;
  const needed = sumsOfThread + (algorithm.name === 'mma' ? 72 : 96);
  const allowed = Math.floor(gpu.registers / (32 * warps) / residentBlocks(algorithm, precision));
  const registers = 32 * warps * Math.min(255, needed, allowed);
  return Math.min(
    Math.floor(gpu.sharedMemory / (stagedBytes(algorithm, precision) + reservedMemory)),
    Math.floor(gpu.registers / registers),
    Math.floor(gpu.threads / (32 * warps)),
  );
}

/**
 * Blocks at once that the compiler is held to. It takes a few registers too many for two of the largest tile, and can do
 * with fewer, but not where twice as many terms at a time take more.
 */
export const residentBlocks = ({ name, tile, depth }: Igemm, precision: Precision): number =>
  name === 'mma' && precision === 'f16' && tile.rows * tile.columns >= 128 * 128 && depth === 32 ? 2 : 1;

/** What 32 threads of ordinary cores sum: as `igemm_simt.cuh` lays them out, 4 by 8. */
const warpOf = ({ thread }: Simt): Tile => tileOf(4 * thread.rows, 8 * thread.columns);

/** What blocks that split the terms of a tile need of global memory: for their sums, and to count who is done. */
export function splitWorkspace({ tile, splits }: Igemm, { pixels, channels }: Sizes) {
  const tiles = Math.ceil(pixels / tile.rows) * Math.ceil(channels / tile.columns);
  return splits === 1
    ? { bytes: 0, tickets: 0 }
    : { bytes: align(4 * tiles * splits * tile.rows * tile.columns, 256), tickets: tiles };
}
