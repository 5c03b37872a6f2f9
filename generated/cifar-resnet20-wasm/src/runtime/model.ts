/** A WebAssembly package at work: one memory, into which weights stream, and kernels over it. */

import { alone, doAlone } from './alone.ts';
import { checkLoad, printed } from './arguments.ts';
import { CpuModel } from './cpu-model.ts';
import type { Model, Program, Shapes } from './interface.ts';
import { type Ground, loadThreaded } from './threaded-model.ts';
import { together } from './together.ts';
import { readWeights } from './weights.ts';
import type { Workers } from './workers.ts';
import { allocate, instantiate, type Setup, weightsIn } from './instance.ts';
import { checkEngine, compileKernels } from './kernels.ts';
import type { LoadOptions } from './options.ts';
import type { Code } from './program.ts';

/**
 * Makes a model. Kernels are compiled, and warmed up, while weights are on their way.
 *
 * @throws Error that says what is missing, or what was expected and got, and how to mend it
 */
export async function loadModel<Input extends Shapes, Output extends Shapes>(
  program: Program,
  code: Code,
  workers: Workers,
  options: LoadOptions,
): Promise<Model<Input, Output>> {
  const { name, bytes, plan } = program;
  checkLoad(name, options, ['threads', 'worker', 'kernels', 'relaxed']);
  const { weights: source, kernels, relaxed, threads, onProgress, signal } = options;
  if (relaxed !== undefined && typeof relaxed !== 'boolean') {
    throw new TypeError(`${name}: relaxed must be true or false, got ${printed(relaxed)}`);
  }
  // See `checkLoad`.
  void Promise.resolve(kernels).catch(() => {});
  checkEngine(name);
  if (threads !== undefined) {
    return loadThreaded(
      program,
      workers,
      count => layGround(program, code, options, count),
      options,
      threads,
    );
  }
  const memory = allocate(program, code, 1);
  const [instance, { origin }] = await together(
    signal,
    async ended => {
      const module = await compileKernels(name, code, kernels, { shared: false, relaxed, signal: ended });
      const made = await instantiate(program, code, { module, memory });
      made.warmUp?.();
      return made;
    },
    ended => {
      const to = weightsIn(memory, program, code);
      const expected = { bytes: bytes.download, plan, onProgress, signal: ended };
      return readWeights(source, expected, (piece, at) => to.set(piece, at));
    },
  );
  for (const task of instance.prepare) doAlone(task);
  return new CpuModel(program, alone(program, instance), origin);
}

/** What threads are made of. */
function layGround(
  program: Program,
  code: Code,
  { kernels, relaxed }: LoadOptions,
  threads: number,
): Ground<Setup> {
  const shared = threads > 1;
  const memory = shared ? allocate(program, code, threads) : undefined;
  return {
    async setup(signal) {
      const module = await compileKernels(program.name, code, kernels, { shared, relaxed, signal });
      return { module, ...(memory && { memory }) };
    },
    ...(memory && { weights: weightsIn(memory, program, code) }),
  };
}
