/** Threads: how a user asks for them, and what the threads of a model tell each other. */

import { checkWhole } from './arguments.ts';
import type { Address } from './globals.ts';
import type { LayerTime, Program, Step } from './interface.ts';
import type { Pixels } from './preprocess.ts';

/** Options of `load` for packages that run on the CPU. */
export interface ThreadOptions {
  /**
   * How many threads work at a run: each a worker, so that the caller's thread never waits, and is free meanwhile.
   * From 1 to 64; unless given, runs are done in the caller's thread. As many as the processor has cores, or half as many where it
   * runs two threads a core, are of use.
   *
   * Threads share memory, for which a page must be cross-origin isolated. Where it is not, one worker does all.
   */
  readonly threads?: number | undefined;
  /** `worker.js` of this package, where it does not lie beside the package's scripts: in some bundles. */
  readonly worker?: string | Address | undefined;
}

/** The first that a worker is told. */
export interface Assignment<Setup> {
  /** Of the package whose worker it must be: see `packageOf`. */
  readonly package: string;
  /** What an instance of the program is made of. */
  readonly setup: Setup;
  /** Which of the threads this is: the first leads. */
  readonly thread: number;
  readonly threads: number;
  /** The memory they agree in, where there are several. */
  readonly control?: SharedArrayBuffer;
}

/** What the thread that leads does for the caller's, one call after another. */
export interface Service {
  /** Takes a piece of the weights, where their memory is the leader's alone. */
  take(piece: Uint8Array, at: number): void;
  /** Has engines compile kernels well. */
  warmUp(): void;
  /** What is to be done once, when weights are there. */
  prepare(): void;
  run(inputs: readonly Float32Array[]): readonly Float32Array[];
  runImages(images: readonly Pixels[]): readonly Float32Array[];
  profile(inputs: readonly Float32Array[] | undefined, runs: number): LayerTime[];
  /** Begins a run that goes on step by step: these. */
  begin(inputs: readonly Float32Array[]): readonly Step[];
  /** Does the next, and copies all activations. */
  step(index: number): Float32Array;
}

/** A call of the leader's service. */
export type Call = {
  [Method in keyof Service]: { readonly method: Method; readonly args: Parameters<Service[Method]> };
}[keyof Service];

/** What a worker answers to an assignment, and to each call, in their order. */
export type Answer = { readonly result: unknown } | { readonly error: unknown };

/** More than any network here has use for. */
const mostThreads = 64;

/** @throws RangeError where a number of threads is none, or more than are of use */
export const checkThreads = (name: string, threads: unknown): void =>
  checkWhole(`${name}: threads`, threads, 1, mostThreads);

/** Whether workers can share memory: in pages, browsers allow it to those that are cross-origin isolated. */
export const canShare = (): boolean =>
  typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated !== false;

/** What tells packages apart, those of one network for inputs of other sizes too. */
export const packageOf = ({ target, inputs, outputs, macs, bytes, plan }: Program): string =>
  JSON.stringify([target, inputs, outputs, macs, bytes, plan]);

let isTold = false;

/** Says once why there is one thread. */
export function tellOfOne(name: string, threads: number): void {
  if (isTold || threads === 1) return;
  isTold = true;
  console.warn(
    `${name}: one thread works instead of ${threads}, for this page is not cross-origin isolated: serve it, and the package's scripts, with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp`,
  );
}
