/** A package of plain TypeScript at work: memory, weights, kernels bound to ranges of arrays. */

import { collectWeights } from './collect.ts';
import { CpuModel } from './cpu-model.ts';
import type { LoadOptions, Model, Program } from './interface.ts';
import type { Task } from './task.ts';

/** The buffers of a model. */
export interface Memory {
  /** What `weights.bin` holds after its header. */
  readonly weights: Float32Array;
  /** Weights in another form, made once when they are loaded. */
  readonly prepared: Float32Array;
  /** Activations. Values whose times do not overlap share places. */
  readonly arena: Float32Array;
}

/** A program's steps: those to run once, now, and those of each run. Threads may share each. */
export interface Linked {
  readonly prepare: readonly Task[];
  readonly steps: readonly Task[];
}

/**
 * Fetches weights, checks them, and makes a model.
 *
 * @param link - binds a program's kernels to memory
 */
export async function loadModel<Input extends readonly number[], Output extends readonly number[]>(
  program: Program,
  link: (memory: Memory) => Linked,
  { weights: source, onProgress, signal }: LoadOptions,
): Promise<Model<Input, Output>> {
  const { bytes, plan } = program;
  const { origin, numbers } = await collectWeights(source, {
    bytes: bytes.download,
    plan,
    onProgress,
    signal,
  });
  const memory: Memory = {
    weights: numbers,
    prepared: new Float32Array(bytes.prepared / 4),
    arena: new Float32Array(bytes.activations / 4),
  };
  const { prepare, steps } = link(memory);
  for (const { units, run } of prepare) run(0, units);
  const whole = steps.map(({ layer, units, run }) => ({ layer, run: () => run(0, units) }));
  return new CpuModel(program, { arena: memory.arena, steps: whole }, origin);
}

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
