/** A network on the CPU as its user has it: what calls are given is checked here, whichever threads do the work. */

import { batchOf, classCount, classesOf } from './batch.ts';
import type { Classification } from './classify.ts';
import type { WeightsOrigin } from './header.ts';
import {
  type AllImages,
  type ClassifyOptions,
  checkVisit,
  type LayerTime,
  type Model,
  type OneImage,
  type ProfileOptions,
  type Program,
  runsOf,
  type Shapes,
  type Step,
  type Tensors,
} from './interface.ts';
import type { Pixels } from './preprocess.ts';
import { inputsOf, resultOf } from './values.ts';

/** Shows a step, and the activations after it. */
export type Visit = (step: Step, index: number, arena: Float32Array) => void;

/** Now, or once workers have it. */
type Later<Result> = Result | Promise<Result>;

/** What does the work, of arguments that are right: the caller's thread (`alone.ts`), or workers. */
export interface Engine {
  /** @throws Error why there is no more work to be had of it */
  check(): void;
  run(inputs: readonly Float32Array[]): Later<readonly Float32Array[]>;
  /** The outputs for as many images as the batch has. */
  runImages(images: readonly Pixels[]): Later<readonly Float32Array[]>;
  /** Of zeros, where there are no inputs. */
  profile(inputs: readonly Float32Array[] | undefined, runs: number): Later<LayerTime[]>;
  trace(inputs: readonly Float32Array[], visit: Visit): Later<readonly Float32Array[]>;
  end(): void;
}

/** A loaded network. */
export class CpuModel<Input extends Shapes, Output extends Shapes> implements Model<Input, Output> {
  readonly origin: WeightsOrigin;
  readonly #program: Program;
  readonly #engine: Engine;

  constructor(program: Program, engine: Engine, origin: WeightsOrigin) {
    this.#program = program;
    this.#engine = engine;
    this.origin = origin;
  }

  async run(input: Tensors<Input>): Promise<Tensors<Output>> {
    this.#engine.check();
    return resultOf(this.#program, await this.#engine.run(inputsOf(this.#program, input)));
  }

  classify(image: OneImage<Input>, options?: ClassifyOptions): Promise<Classification[]>;
  classify(images: AllImages<Input>, options?: ClassifyOptions): Promise<Classification[][]>;
  async classify(
    given: unknown,
    options: ClassifyOptions = {},
  ): Promise<Classification[] | Classification[][]> {
    this.#engine.check();
    const k = classCount(this.#program, options);
    const outputs = await this.#engine.runImages(batchOf(this.#program, given));
    return classesOf(this.#program, outputs, given, k);
  }

  async profile(options: ProfileOptions<Input> = {}): Promise<LayerTime[]> {
    this.#engine.check();
    const runs = runsOf(this.#program, options);
    const { input } = options;
    return this.#engine.profile(input === undefined ? input : inputsOf(this.#program, input), runs);
  }

  async trace(input: Tensors<Input>, visit: Visit): Promise<Tensors<Output>> {
    this.#engine.check();
    checkVisit(this.#program, visit);
    return resultOf(this.#program, await this.#engine.trace(inputsOf(this.#program, input), visit));
  }

  /** Lets go of all memory but what kernels keep of their own, and ends workers. */
  dispose(): void {
    this.#engine.end();
  }
}
