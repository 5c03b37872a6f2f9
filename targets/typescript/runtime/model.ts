/** A package of plain TypeScript at work: memory, weights, kernels bound to ranges of arrays. */

import { collectWeights } from '../../javascript/runtime/collect.ts';
import { CpuModel } from '../../javascript/runtime/cpu-model.ts';
import type { LoadOptions, Model, Program, Step } from '../../javascript/runtime/interface.ts';

/** A step that is bound to memory. */
export interface BoundStep extends Step {
  readonly run: () => void;
}

/** The buffers of a model. */
export interface Memory {
  /** What `weights.bin` holds after its header. */
  readonly weights: Float32Array;
  /** Weights in another form, made once when they are loaded. */
  readonly prepared: Float32Array;
  /** Activations. Values whose times do not overlap share places. */
  readonly arena: Float32Array;
}

/** A program's steps: those to run once, now, and those of each run. */
export interface Linked {
  readonly prepare: readonly BoundStep[];
  readonly steps: readonly BoundStep[];
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
  for (const step of prepare) step.run();
  return new CpuModel(program, { arena: memory.arena, steps, perform: step => steps[step]?.run() }, origin);
}

/** A step that calls a kernel. Its last argument is what is written. */
export function step<Arguments extends readonly Float32Array[]>(
  layer: string,
  kernel: (...memory: Arguments) => void,
  ...memory: Arguments
): BoundStep {
  return { layer, run: () => kernel(...memory) };
}
