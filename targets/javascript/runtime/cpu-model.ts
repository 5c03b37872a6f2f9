/** A network at work on the CPU, whatever its kernels are: the steps of its program one after another. */

import { batchOf, classCount, classesOf, writeBatch } from './batch.ts';
import type { Classification } from './classify.ts';
import type { WeightsOrigin } from './header.ts';
import {
  type AllImages,
  type ClassifyOptions,
  checkInput,
  checkVisit,
  disposedError,
  elementCount,
  type LayerTime,
  type Model,
  median,
  type OneImage,
  type ProfileOptions,
  type Program,
  runsOf,
  type Step,
  type Tensor,
} from './interface.ts';
import type { Pixels } from './preprocess.ts';
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

  classify(image: OneImage<Input>, options?: ClassifyOptions): Promise<Classification[]>;
  classify(images: AllImages<Input>, options?: ClassifyOptions): Promise<Classification[][]>;
  async classify(
    given: unknown,
    options: ClassifyOptions = {},
  ): Promise<Classification[] | Classification[][]> {
    this.#alive();
    const k = classCount(this.#program, options);
    return classesOf(this.#program, this.runImages(batchOf(this.#program, given)), given, k);
  }

  /** The network's output for images, as many as its batch has. */
  runImages(images: readonly Pixels[]): Float32Array {
    const { offset, shape } = this.#program.input;
    const input = this.#alive().arena.subarray(offset, offset + elementCount(shape));
    writeBatch(this.#program, images, input);
    this.#runAll();
    return this.#output();
  }

  async profile(options: ProfileOptions<Input> = {}): Promise<LayerTime[]> {
    const { steps, perform } = this.#alive();
    const runs = runsOf(this.#program, options);
    const { input = new Float32Array(elementCount(this.#program.input.shape)) } = options;
    const times: number[][] = steps.map(() => []);
    for (let i = -1; i < runs; i++) {
      this.#write(input);
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
    const { arena, steps, perform } = this.#alive();
    checkVisit(this.#program, visit);
    this.#write(input);
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

  #write(values: unknown): void {
    const { arena } = this.#alive();
    checkInput(this.#program, values);
    arena.set(values, this.#program.input.offset);
  }

  #output(): Tensor<Output> {
    const { output } = this.#program;
    return this.#alive().arena.slice(output.offset, output.offset + elementCount(output.shape));
  }
}
