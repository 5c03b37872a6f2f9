/** What a package of plain TypeScript is made of, as its generated files say it: kernels bound to ranges of arrays. */

import type { Instance, Task } from './task.ts';

/** The buffers of a program. */
export interface Memory {
  /** What `weights.bin` holds after its header. */
  readonly weights: Float32Array;
  /** Weights in another form, made once when they are loaded. */
  readonly prepared: Float32Array;
  /** Activations. Values whose times do not overlap share places. */
  readonly arena: Float32Array;
}

/** A program's steps: those to run once, when weights are there, and those of each run. Threads may share each. */
export type Linked = Pick<Instance, 'prepare' | 'steps'>;

/** Binds a program's kernels to memory. */
export type Link = (memory: Memory) => Linked;

/**
 * A step that calls a kernel. Its last range is what is written.
 *
 * @param units - of the kernel's work
 */
export function step<Ranges extends readonly Float32Array[]>(
  layer: string,
  kernel: (...call: [...memory: Ranges, from: number, to: number]) => void,
  units: number,
  ...memory: Ranges
): Task {
  return { layer, units, run: (from, to) => kernel(...memory, from, to) };
}
