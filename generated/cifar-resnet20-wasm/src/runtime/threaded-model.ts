/** A network whose runs are done by workers: the caller's thread never waits for them. */

import { CpuModel, type Engine, type Visit } from './cpu-model.ts';
import { Crew } from './crew.ts';
import type { Signal } from './globals.ts';
import {
  disposedError,
  type LayerTime,
  type LoadOptions,
  type Model,
  type Program,
  type Shapes,
} from './interface.ts';
import type { Pixels } from './preprocess.ts';
import { canShare, checkThreads, type ThreadOptions, tellOfOne } from './threads.ts';
import { together } from './together.ts';
import { outputsIn } from './values.ts';
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
export async function loadThreaded<Input extends Shapes, Output extends Shapes, Setup>(
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
    return new CpuModel(program, new Threaded(program, crew), origin);
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

/** Workers at work for a model: one input at a time, in the order of the calls. */
class Threaded implements Engine {
  readonly #program: Program;
  readonly #crew: Crew;
  #last: Promise<unknown> = Promise.resolve();

  constructor(program: Program, crew: Crew) {
    this.#program = program;
    this.#crew = crew;
  }

  check(): void {
    this.#crew.check();
  }

  run(inputs: readonly Float32Array[]): Promise<readonly Float32Array[]> {
    const own = inputs.map(copy);
    return this.#inTurn(() => this.#crew.call('run', [own]));
  }

  runImages(images: readonly Pixels[]): Promise<readonly Float32Array[]> {
    const own = images.map(({ data, width, height }) => ({ data: new Uint8Array(data), width, height }));
    return this.#inTurn(() => this.#crew.call('runImages', [own]));
  }

  profile(inputs: readonly Float32Array[] | undefined, runs: number): Promise<LayerTime[]> {
    const own = inputs?.map(copy);
    return this.#inTurn(() => this.#crew.call('profile', [own, runs]));
  }

  trace(inputs: readonly Float32Array[], visit: Visit): Promise<readonly Float32Array[]> {
    const own = inputs.map(copy);
    return this.#inTurn(async () => {
      const crew = this.#crew;
      let arena: Float32Array = new Float32Array();
      const steps = await crew.call('begin', [own]);
      for (const [index, step] of steps.entries()) {
        arena = await crew.call('step', [index]);
        visit(step, index, arena);
      }
      return outputsIn(this.#program, arena);
    });
  }

  /** Ends the workers. Runs that are not done are rejected. */
  end(): void {
    this.#crew.end(disposedError(this.#program));
  }

  /** Does something once all before it is done, well or not. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}

/** The caller's array may change before its turn, and may be part of a large one, which would be sent whole. */
const copy = (input: Float32Array): Float32Array => new Float32Array(input);
