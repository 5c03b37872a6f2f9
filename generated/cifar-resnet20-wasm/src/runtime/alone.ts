/** A network at work in the thread that asks for it: the steps of its program one after another. */

import { writeBatch } from './batch.ts';
import type { Engine, Visit } from './cpu-model.ts';
import { disposedError, elementCount, type LayerTime, median, type Program, type Step } from './interface.ts';
import type { Pixels } from './preprocess.ts';
import type { Instance, Task } from './task.ts';

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

  run(input: Float32Array): Float32Array {
    this.#write(input);
    return this.#runAll();
  }

  runImages(images: readonly Pixels[]): Float32Array {
    const { offset, shape } = this.#program.input;
    writeBatch(this.#program, images, this.check().arena.subarray(offset, offset + elementCount(shape)));
    return this.#runAll();
  }

  profile(input: Float32Array | undefined, runs: number): LayerTime[] {
    const { steps, perform } = this.check();
    const values = input ?? new Float32Array(elementCount(this.#program.input.shape));
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

  trace(input: Float32Array, visit: Visit): Float32Array {
    this.#write(input);
    const { arena, steps, perform } = this.check();
    for (const [index, step] of steps.entries()) {
      perform(index);
      visit(step, index, arena);
    }
    return this.#output();
  }

  end(): void {
    this.#work = undefined;
  }

  #runAll(): Float32Array {
    const { steps, perform } = this.check();
    for (let step = 0; step < steps.length; step++) perform(step);
    return this.#output();
  }

  #write(values: Float32Array): void {
    this.check().arena.set(values, this.#program.input.offset);
  }

  #output(): Float32Array {
    const { offset, shape } = this.#program.output;
    return this.check().arena.slice(offset, offset + elementCount(shape));
  }
}
