/** A network whose runs are done by workers: the caller's thread never waits for them. */

import { batchOf, classCount, classesOf } from './batch.ts';
import type { Classification } from './classify.ts';
import { Crew } from './crew.ts';
import type { Signal } from './globals.ts';
import type { WeightsOrigin } from './header.ts';
import {
  type AllImages,
  type ClassifyOptions,
  checkInput,
  checkVisit,
  disposedError,
  elementCount,
  type LayerTime,
  type LoadOptions,
  type Model,
  type OneImage,
  type ProfileOptions,
  type Program,
  runsOf,
  type Step,
  type Tensor,
} from './interface.ts';
import { canShare, checkThreads, type ThreadOptions, tellOfOne } from './threads.ts';
import { together } from './together.ts';
import { readWeights, type TakePiece } from './weights.ts';
import type { Workers } from './workers.ts';

/** What the threads of a model are made of. */
export interface Ground<Setup> {
  /** Makes what each makes its instance of the program of. */
  readonly setup: (ended: Signal) => Promise<Setup>;
  /** The bytes that weights stream into, where they are shared: else the leader has its own. */
  readonly weights?: Uint8Array;
}

/**
 * Makes a model of workers. They start, and kernels are warmed up, while weights are on their way.
 *
 * @param lay - lays the ground for so many threads: several share memory, one has its own
 * @throws Error that says what is missing, or what was expected and got, and how to mend it
 */
export async function loadThreaded<Input extends readonly number[], Output extends readonly number[], Setup>(
  program: Program,
  workers: Workers,
  lay: (threads: number) => Ground<Setup>,
  { weights: source, worker: address, onProgress, signal }: LoadOptions & ThreadOptions,
  wanted: number,
): Promise<Model<Input, Output>> {
  const { name, bytes, plan } = program;
  checkThreads(name, wanted);
  signal?.throwIfAborted();
  if (!canShare()) tellOfOne(name, wanted);
  const threads = canShare() ? wanted : 1;
  const crew = new Crew(program);
  const stop = (): void => crew.end(errorOf(signal?.reason));
  signal?.addEventListener('abort', stop);
  try {
    const { setup, weights } = lay(threads);
    const take: TakePiece = weights
      ? (piece, at) => weights.set(piece, at)
      : async (piece, at) => {
          const own = piece.slice();
          await crew.ready;
          await crew.call('take', [own, at]);
        };
    const [, { origin }] = await together(
      signal,
      async ended => {
        await Promise.race([crew.start({ workers, address, setup: await setup(ended), threads }), crew.over]);
        await crew.call('warmUp', []);
      },
      ended => {
        const expected = { bytes: bytes.download, plan, onProgress, signal: ended };
        return readWeights(source, expected, take);
      },
    );
    await crew.call('prepare', []);
    signal?.throwIfAborted();
    return new ThreadedModel(program, crew, origin);
  } catch (error) {
    crew.end(errorOf(error));
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Whoever aborts may give anything for a reason. */
const errorOf = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

/** See `loadThreaded`. It runs one input at a time, in the order of the calls. */
class ThreadedModel<Input extends readonly number[], Output extends readonly number[]>
  implements Model<Input, Output>
{
  readonly origin: WeightsOrigin;
  readonly #program: Program;
  readonly #crew: Crew;
  #last: Promise<unknown> = Promise.resolve();

  constructor(program: Program, crew: Crew, origin: WeightsOrigin) {
    this.#program = program;
    this.#crew = crew;
    this.origin = origin;
  }

  async run(input: Tensor<Input>): Promise<Tensor<Output>> {
    const copy = this.#copy(input);
    return this.#inTurn(() => this.#crew.call('run', [copy]));
  }

  classify(image: OneImage<Input>, options?: ClassifyOptions): Promise<Classification[]>;
  classify(images: AllImages<Input>, options?: ClassifyOptions): Promise<Classification[][]>;
  async classify(
    given: unknown,
    options: ClassifyOptions = {},
  ): Promise<Classification[] | Classification[][]> {
    this.#crew.check();
    const k = classCount(this.#program, options);
    const images = batchOf(this.#program, given).map(({ data, width, height }) => ({
      data: new Uint8Array(data),
      width,
      height,
    }));
    const output = await this.#inTurn(() => this.#crew.call('runImages', [images]));
    return classesOf(this.#program, output, given, k);
  }

  async profile(options: ProfileOptions<Input> = {}): Promise<LayerTime[]> {
    this.#crew.check();
    const runs = runsOf(this.#program, options);
    const { input } = options;
    const copies = { runs, ...(input !== undefined && { input: this.#copy(input) }) };
    return this.#inTurn(() => this.#crew.call('profile', [copies]));
  }

  async trace(
    input: Tensor<Input>,
    visit: (step: Step, index: number, arena: Float32Array) => void,
  ): Promise<Tensor<Output>> {
    this.#crew.check();
    checkVisit(this.#program, visit);
    const copy = this.#copy(input);
    return this.#inTurn(async () => {
      const crew = this.#crew;
      let arena: Float32Array = new Float32Array();
      const steps = await crew.call('begin', [copy]);
      for (const [index, step] of steps.entries()) {
        arena = await crew.call('step', [index]);
        visit(step, index, arena);
      }
      const { offset, shape } = this.#program.output;
      return arena.slice(offset, offset + elementCount(shape));
    });
  }

  /** Ends the workers. Runs that are not done are rejected. */
  dispose(): void {
    this.#crew.end(disposedError(this.#program));
  }

  /** A copy: the caller's array may change before its turn, and may be part of a large one, which would be sent whole. */
  #copy(input: unknown): Float32Array {
    this.#crew.check();
    checkInput(this.#program, input);
    return new Float32Array(input);
  }

  /** Does something once all before it is done, well or not. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}
