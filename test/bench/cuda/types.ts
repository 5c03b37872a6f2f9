/** What the parts of the bench on GPUs hand to each other. */

import type { Architecture, Precision } from '../../../dist/targets/cuda/options.js';

export type { Architecture, Precision };

/** What PyTorch computes in. `float32` is without TF32. */
export type Numbers = 'float32' | 'tf32' | 'float16';

/** How a run is timed: on the device with its L2 cache as the run before left it, or full of something else; or from host memory to host memory. */
export type Mode = 'warm' | 'cold' | 'host';

/** What the command line says. */
export interface CudaOptions {
  readonly spec: string;
  /** Without `batch`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly precisions: readonly Precision[];
  readonly batches: readonly number[];
  readonly only: readonly string[];
  readonly rounds: number;
  /** Milliseconds of a turn, in each mode. */
  readonly slice: number;
  /** Whose floors are printed, if not those of the GPU at hand. */
  readonly gpu?: string;
  readonly json?: string;
  readonly task: 'race' | 'fragments';
  /** What `--fragments` writes, if not the project's own. */
  readonly out?: string;
}

/** The GPU at hand, as its driver describes it. */
export interface Device {
  readonly name: string;
  readonly driver: string;
  /** 9.0 of an H100. */
  readonly capability: string;
  /** What packages are compiled for. */
  readonly architecture: Architecture;
}

/** What bounds any kernel: bytes and operations a second. An addition and a multiplication are two. */
export interface Peak {
  readonly bandwidth: number;
  readonly rates: Readonly<Record<Precision, number>>;
}

/** A launch, as a package's profile has it. */
export interface Layer {
  readonly name: string;
  readonly kernel: string;
  /** The median of its runs. */
  readonly microseconds: number;
  readonly macs: number;
  readonly bytes: number;
}

/** A package that is built, with the program that times it. */
export interface Built {
  readonly program: string;
  readonly weights: string;
  readonly input: string;
}

/** Someone who runs the network: a package of Netwright's, or a way to run it in PyTorch. */
export interface Entrant {
  readonly name: string;
  readonly isOurs: boolean;
  /** The largest difference of a logit that its numbers allow, over the largest logit. */
  readonly tolerance: number;
  /** Milliseconds of so many runs. */
  time(mode: Mode, runs: number): Promise<readonly number[]>;
  logits(): Promise<Float32Array>;
}

/** What was measured of one. */
export interface Timing {
  readonly name: string;
  readonly isOurs: boolean;
  /** Milliseconds, of each round, of each run. */
  readonly rounds: Readonly<Record<Mode, readonly (readonly number[])[]>>;
  /** Largest difference from the reference, over its largest magnitude; null where there is no reference. */
  readonly deviation: number | null;
  readonly tolerance: number;
  /** Of ours. */
  readonly layers?: readonly LayerTiming[];
}

/** A launch against the least time that it can take. */
export interface LayerTiming extends Layer {
  /** Of its bytes and its operations, in microseconds, the larger; null where the GPU's peaks are unknown. */
  readonly floor: number | null;
  readonly bound: 'memory' | 'compute';
}

/** How many times as fast one of ours is as a peer: of the rounds' ratios. */
export interface Ratio {
  readonly name: string;
  readonly other: string;
  readonly mode: Mode;
  readonly median: number;
  readonly quartiles: readonly [number, number];
}

/** All who compute in the same numbers, on the same batch. */
export interface RaceResult {
  readonly numbers: Numbers;
  readonly batch: number;
  /** Whose logits the others are held to. */
  readonly reference: string | null;
  readonly timings: readonly Timing[];
  readonly ratios: readonly Ratio[];
}

/** Everything: what `--json` writes. */
export interface CudaResult {
  readonly version: 1;
  readonly command: string;
  readonly started: string;
  readonly device: Device;
  readonly compiler: string;
  readonly peers: string | null;
  /** Whose peaks the floors are of. */
  readonly floors: string | null;
  readonly spec: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly races: readonly RaceResult[];
  readonly skipped: readonly { readonly what: string; readonly why: string }[];
}
