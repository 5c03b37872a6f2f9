/** A network at work on the CPU, whatever its kernels are: the steps of its program one after another. */

import type { Classification } from './classify.ts';
import type { WeightsOrigin } from './header.ts';
import {
  type ClassifyOptions,
  checkInput,
  disposedError,
  elementCount,
  type LayerTime,
  likeliest,
  type Model,
  median,
  type ProfileOptions,
  type Program,
  preprocessingOf,
  type Step,
  type Tensor,
} from './interface.ts';
import { type Pixels, preprocess } from './preprocess.ts';
import type { Instance, Task } from './task.ts';

/** What runs work in. */
export interface Work extends Pick<Instance, 'arena'> {
  readonly steps: readonly Step[];
  /** Does a step, with one thread or several. */
  readonly perform: (step: number) => void;
}

/** What one thread does alone. */
export const alone = ({ arena, steps }: Pick<Instance, 'arena' | 'steps'>): Work => ({
  arena,
  steps,
  perform: step => doAlone(steps[step]),
});

/** All units of a task. */
export const doAlone = (task: Task | undefined): void => task?.run(0, task.units);

/** A loaded network. It runs one input at a time. */
export class CpuModel<Input extends readonly number[], Output extends readonly number[]>
  implements Model<Input, Output>
{
  readonly origin: WeightsOrigin;
  readonly #program: Program;
  #work: Work | undefined;

  constructor(program: Program, work: Work, origin: WeightsOrigin) {
    this.#program = program;
    this.#work = work;
    this.origin = origin;
  }

  async run(input: Tensor<Input>): Promise<Tensor<Output>> {
    this.#write(input);
    this.#runAll();
    return this.#output();
  }

  async classify(image: Pixels, options: ClassifyOptions = {}): Promise<Classification[]> {
    const preprocessing = preprocessingOf(this.#program);
    const { input, output } = this.#program;
    const { arena } = this.#alive();
    const size = 3 * preprocessing.height * preprocessing.width;
    arena.fill(0, input.offset, input.offset + elementCount(input.shape));
    preprocess(image, preprocessing, arena.subarray(input.offset, input.offset + size));
    this.#runAll();
    return likeliest(this.#program, arena.subarray(output.offset), options);
  }

  async profile({ input, runs = 5 }: ProfileOptions<Input> = {}): Promise<LayerTime[]> {
    const { steps, perform } = this.#alive();
    const times: number[][] = steps.map(() => []);
    for (let i = -1; i < runs; i++) {
      this.#write(input ?? new Float32Array(elementCount(this.#program.input.shape)));
      for (const [at, taken] of times.entries()) {
        const start = performance.now();
        perform(at);
        if (i >= 0) taken.push(performance.now() - start);
      }
    }
    return steps.map(({ layer }, at) => ({ layer, milliseconds: median(times[at] ?? []) }));
  }

  async trace(
    input: Tensor<Input>,
    visit: (step: Step, index: number, arena: Float32Array) => void,
  ): Promise<Tensor<Output>> {
    this.#write(input);
    const { arena, steps, perform } = this.#alive();
    for (const [index, step] of steps.entries()) {
      perform(index);
      visit(step, index, arena);
    }
    return this.#output();
  }

  /** Lets go of all memory but what kernels keep of their own. */
  dispose(): void {
    this.#work = undefined;
  }

  #runAll(): void {
    const { steps, perform } = this.#alive();
    for (let step = 0; step < steps.length; step++) perform(step);
  }

  #alive(): Work {
    if (this.#work) return this.#work;
    throw disposedError(this.#program);
  }

  #write(values: Float32Array): void {
    const { arena } = this.#alive();
    checkInput(this.#program, values.length);
    arena.set(values, this.#program.input.offset);
  }

  #output(): Tensor<Output> {
    const { output } = this.#program;
    return this.#alive().arena.slice(output.offset, output.offset + elementCount(output.shape));
  }
}
