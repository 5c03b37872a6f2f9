/** A network on the CPU as its user has it: what calls are given is checked here, whichever threads do the work. */

import { batchOf, classCount, classesOf } from './batch.ts';
import type { Classification } from './classify.ts';
import type { WeightsOrigin } from './header.ts';
import {
  type AllImages,
  type ClassifyOptions,
  checkInput,
  checkVisit,
  type LayerTime,
  type Model,
  type OneImage,
  type ProfileOptions,
  type Program,
  runsOf,
  type Step,
  type Tensor,
} from './interface.ts';
import type { Pixels } from './preprocess.ts';

/** Shows a step, and the activations after it. */
export type Visit = (step: Step, index: number, arena: Float32Array) => void;

/** Now, or once workers have it. */
type Later<Result> = Result | Promise<Result>;

/** What does the work, of arguments that are right: the caller's thread (`alone.ts`), or workers. */
export interface Engine {
  /** @throws Error why there is no more work to be had of it */
  check(): void;
  run(input: Float32Array): Later<Float32Array>;
  /** The output for as many images as the batch has. */
  runImages(images: readonly Pixels[]): Later<Float32Array>;
  /** Of zeros, where there is no input. */
  profile(input: Float32Array | undefined, runs: number): Later<LayerTime[]>;
  trace(input: Float32Array, visit: Visit): Later<Float32Array>;
  end(): void;
}

/** A loaded network. */
export class CpuModel<Input extends readonly number[], Output extends readonly number[]>
  implements Model<Input, Output>
{
  readonly origin: WeightsOrigin;
  readonly #program: Program;
  readonly #engine: Engine;

  constructor(program: Program, engine: Engine, origin: WeightsOrigin) {
    this.#program = program;
    this.#engine = engine;
    this.origin = origin;
  }

  async run(input: Tensor<Input>): Promise<Tensor<Output>> {
    this.#engine.check();
    checkInput(this.#program, input);
    return this.#engine.run(input);
  }

  classify(image: OneImage<Input>, options?: ClassifyOptions): Promise<Classification[]>;
  classify(images: AllImages<Input>, options?: ClassifyOptions): Promise<Classification[][]>;
  async classify(
    given: unknown,
    options: ClassifyOptions = {},
  ): Promise<Classification[] | Classification[][]> {
    this.#engine.check();
    const k = classCount(this.#program, options);
    const output = await this.#engine.runImages(batchOf(this.#program, given));
    return classesOf(this.#program, output, given, k);
  }

  async profile(options: ProfileOptions<Input> = {}): Promise<LayerTime[]> {
    this.#engine.check();
    const runs = runsOf(this.#program, options);
    if (options.input !== undefined) checkInput(this.#program, options.input);
    return this.#engine.profile(options.input, runs);
  }

  async trace(input: Tensor<Input>, visit: Visit): Promise<Tensor<Output>> {
    this.#engine.check();
    checkVisit(this.#program, visit);
    checkInput(this.#program, input);
    return this.#engine.trace(input, visit);
  }

  /** Lets go of all memory but what kernels keep of their own, and ends workers. */
  dispose(): void {
    this.#engine.end();
  }
}
