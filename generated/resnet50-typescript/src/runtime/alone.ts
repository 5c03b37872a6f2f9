/** A network at work in the thread that asks for it: the steps of its program one after another. */

import { imageInput, writeBatch } from './batch.ts';
import type { Engine, Visit } from './cpu-model.ts';
import { disposedError, elementCount, type LayerTime, median, type Program, type Step } from './interface.ts';
import type { Pixels } from './preprocess.ts';
import type { Instance, Task } from './task.ts';
import { outputsIn, zerosFor } from './values.ts';

/** What runs work in. */
export interface Work extends Pick<Instance, 'arena'> {
  readonly steps: readonly Step[];
  /** Does a step, with one thread or several. */
  readonly perform: (step: number) => void;
}

/** All units of a task. */
export const doAlone = (task: Task | undefined): void => task?.run(0, task.units);

/** What one thread does alone. */
export const alone = (program: Program, { arena, steps }: Pick<Instance, 'arena' | 'steps'>): Alone =>
  new Alone(program, { arena, steps, perform: step => doAlone(steps[step]) });

/** Runs of one input at a time. */
export class Alone implements Engine {
  readonly #program: Program;
  #work: Work | undefined;

  constructor(program: Program, work: Work) {
    this.#program = program;
    this.#work = work;
  }

  check(): Work {
    if (this.#work) return this.#work;
    throw disposedError(this.#program);
  }

  run(inputs: readonly Float32Array[]): readonly Float32Array[] {
    this.#write(inputs);
    return this.#runAll();
  }

  runImages(images: readonly Pixels[]): readonly Float32Array[] {
    const { offset, shape } = imageInput(this.#program);
    writeBatch(this.#program, images, this.check().arena.subarray(offset, offset + elementCount(shape)));
    return this.#runAll();
  }

  profile(inputs: readonly Float32Array[] | undefined, runs: number): LayerTime[] {
    const { steps, perform } = this.check();
    const values = inputs ?? zerosFor(this.#program);
    const times: number[][] = steps.map(() => []);
    for (let i = -1; i < runs; i++) {
      this.#write(values);
      for (const [at, taken] of times.entries()) {
        const start = performance.now();
        perform(at);
        if (i >= 0) taken.push(performance.now() - start);
      }
    }
    return steps.map(({ layer }, at) => ({ layer, milliseconds: median(times[at] ?? []) }));
  }

  trace(inputs: readonly Float32Array[], visit: Visit): readonly Float32Array[] {
    this.#write(inputs);
    const { arena, steps, perform } = this.check();
    for (const [index, step] of steps.entries()) {
      perform(index);
      visit(step, index, arena);
    }
    return outputsIn(this.#program, arena);
  }

  end(): void {
    this.#work = undefined;
  }

  #runAll(): readonly Float32Array[] {
    const { arena, steps, perform } = this.check();
    for (let step = 0; step < steps.length; step++) perform(step);
    return outputsIn(this.#program, arena);
  }

  #write(values: readonly Float32Array[]): void {
    writeInputs(this.#program, values, this.check().arena);
  }
}

/** Puts inputs where the first steps read them. */
export function writeInputs({ inputs }: Program, values: readonly Float32Array[], arena: Float32Array): void {
  for (const [i, { offset }] of inputs.entries()) arena.set(values[i] as Float32Array, offset);
}
