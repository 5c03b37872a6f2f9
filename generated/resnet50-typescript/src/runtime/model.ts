/** A package at work on one thread: memory, weights, and the steps of its program one after another. */

import type { Classification } from './classify.ts';
import { collectWeights } from './collect.ts';
import type { WeightsOrigin } from './header.ts';
import {
  type ClassifyOptions,
  checkInput,
  disposedError,
  elementCount,
  type LayerTime,
  type LoadOptions,
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

/** The buffers of a model. */
export interface Memory {
  /** What `weights.bin` holds after its header. */
  readonly weights: Float32Array;
  /** Weights in another form, made once when they are loaded. */
  readonly prepared: Float32Array;
  /** Activations. Values whose times do not overlap share places. */
  readonly arena: Float32Array;
}

/** A step that is bound to memory. */
export interface BoundStep extends Step {
  readonly run: () => void;
}

/** A program's steps: those to run once, now, and those of each run. */
export interface Linked {
  readonly prepare: readonly BoundStep[];
  readonly steps: readonly BoundStep[];
}

/** A loaded network. It runs one input at a time. */
class ThreadModel<Input extends readonly number[], Output extends readonly number[]>
  implements Model<Input, Output>
{
  readonly origin: WeightsOrigin;
  readonly #program: Program;
  #memory: Memory | undefined;
  #steps: readonly BoundStep[];

  constructor(program: Program, memory: Memory, steps: readonly BoundStep[], origin: WeightsOrigin) {
    this.#program = program;
    this.#memory = memory;
    this.#steps = steps;
    this.origin = origin;
  }

  async run(input: Tensor<Input>): Promise<Tensor<Output>> {
    this.#write(input);
    for (const step of this.#steps) step.run();
    return this.#output();
  }

  async classify(image: Pixels, options: ClassifyOptions = {}): Promise<Classification[]> {
    const preprocessing = preprocessingOf(this.#program);
    const { input, output } = this.#program;
    const { arena } = this.#alive();
    const size = 3 * preprocessing.height * preprocessing.width;
    arena.fill(0, input.offset, input.offset + elementCount(input.shape));
    preprocess(image, preprocessing, arena.subarray(input.offset, input.offset + size));
    for (const step of this.#steps) step.run();
    return likeliest(this.#program, arena.subarray(output.offset), options);
  }

  async profile({ input, runs = 5 }: ProfileOptions<Input> = {}): Promise<LayerTime[]> {
    const times: number[][] = this.#steps.map(() => []);
    for (let i = -1; i < runs; i++) {
      this.#write(input ?? new Float32Array(elementCount(this.#program.input.shape)));
      for (const [at, step] of this.#steps.entries()) {
        const start = performance.now();
        step.run();
        if (i >= 0) times[at]?.push(performance.now() - start);
      }
    }
    return this.#steps.map(({ layer }, at) => ({ layer, milliseconds: median(times[at] ?? []) }));
  }

  async trace(
    input: Tensor<Input>,
    visit: (step: Step, index: number, arena: Float32Array) => void,
  ): Promise<Tensor<Output>> {
    this.#write(input);
    const { arena } = this.#alive();
    for (const [index, step] of this.#steps.entries()) {
      step.run();
      visit(step, index, arena);
    }
    return this.#output();
  }

  /** Lets go of all memory but the kernels' own room. */
  dispose(): void {
    this.#memory = undefined;
    this.#steps = [];
  }

  #alive(): Memory {
    if (this.#memory) return this.#memory;
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
  return new ThreadModel(program, memory, steps, origin);
}

/** A step that calls a kernel. Its last argument is what is written. */
export function step<Arguments extends readonly Float32Array[]>(
  layer: string,
  kernel: (...memory: Arguments) => void,
  ...memory: Arguments
): BoundStep {
  return { layer, run: () => kernel(...memory) };
}
