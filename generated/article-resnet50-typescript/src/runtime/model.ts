/** A package of plain TypeScript at work: memory, weights, kernels bound to ranges of arrays. */

import { alone, doAlone } from './alone.ts';
import { checkLoad } from './arguments.ts';
import { collectWeights } from './collect.ts';
import { CpuModel } from './cpu-model.ts';
import type { Model, Program, Shapes } from './interface.ts';
import { type Ground, loadThreaded } from './threaded-model.ts';
import type { Workers } from './workers.ts';
import { allocate, bytesOfWeights, instantiate, type Setup, workspace } from './instance.ts';
import type { LoadOptions } from './options.ts';
import type { Link } from './program.ts';

/**
 * Fetches weights, checks them, and makes a model.
 *
 * @param link - binds a program's kernels to memory
 * @throws Error that says what is missing, or what was expected and got, and how to mend it
 */
export async function loadModel<Input extends Shapes, Output extends Shapes>(
  program: Program,
  link: Link,
  workers: Workers,
  options: LoadOptions,
): Promise<Model<Input, Output>> {
  checkLoad(program.name, options, ['threads', 'worker']);
  const { weights: source, threads, onProgress, signal } = options;
  if (threads !== undefined) {
    return loadThreaded(program, workers, count => layGround(program, count), options, threads);
  }
  const { bytes, plan } = program;
  const expected = { bytes: bytes.download, plan, onProgress, signal };
  const { origin, numbers } = await collectWeights(source, expected);
  const instance = await instantiate(program, link, { memory: { weights: numbers, ...workspace(program) } });
  for (const task of instance.prepare) doAlone(task);
  return new CpuModel(program, alone(program, instance), origin);
}

/** What threads are made of. */
function layGround(program: Program, threads: number): Ground<Setup> {
  if (threads === 1) return { setup: async () => ({}) };
  const memory = allocate(program, SharedArrayBuffer);
  return { setup: async () => ({ memory }), weights: bytesOfWeights(memory) };
}
