/** A package at work on a GPU: an input is written, all steps run in one pass, the output is read. */

import { classCount, classesOf, imagesOf } from './batch.ts';
import type { Classification } from './classify.ts';
import type { WeightsOrigin } from './header.ts';
import { sizeOf } from './images.ts';
import {
  type AllImages,
  type Border,
  type ClassifyOptions,
  type Model as Common,
  checkVisit,
  disposedError,
  elementCount,
  type Images,
  type OneImage,
  runsOf,
  type Shapes,
  type Step,
  type Tensor,
  type Tensors,
} from './interface.ts';
import { resultOf } from './values.ts';
import { explain } from './blame.ts';
import { addPass, submit } from './dispatch.ts';
import { watch } from './errors.ts';
import { fromHalves } from './float16.ts';
import type { GpuBuffer, GpuDevice } from './gpu.ts';
import type { Inputs } from './inputs.ts';
import type { Precision } from './options.ts';
import { type LayerTime, profile } from './profile.ts';
import { Readback, read } from './readback.ts';
import type { Arrival, Session } from './session.ts';
import { trace } from './trace.ts';

/**
 * What a network takes: numbers in its shape, on the CPU or on its GPU, or images; of several inputs, numbers of each by
 * its name.
 */
export type Input<S extends Shapes> = S extends readonly number[]
  ? Tensor<S> | GpuBuffer | Images<S>
  : { readonly [Name in keyof S]: S[Name] extends readonly number[] ? Tensor<S[Name]> | GpuBuffer : never };

/** Options of `profile`. */
export interface ProfileOptions<Shape extends Shapes> {
  /** Zeros unless given. */
  readonly input?: Input<Shape> | undefined;
  /** 5 unless said; their medians are given. One more comes before them, and is not counted. */
  readonly runs?: number | undefined;
}

/** A network on a GPU. Runs that are asked for while others are on their way follow them, and do not mix. */
export interface Model<InputShape extends Shapes, OutputShape extends Shapes>
  extends Common<InputShape, OutputShape> {
  readonly precision: Precision;
  /** What the model is on: buffers that are given to `run` must be of it. */
  readonly device: GpuDevice;
  /** Resolved, with what calls reject with, once the device is lost; never if the model is disposed of before. */
  readonly lost: Promise<Error>;

  /**
   * The network's output for an input. A buffer has float32 in the shape of the input, and the usage COPY_SRC; images
   * are made the input as `classify` does it: one by the GPU, those of a larger batch by the CPU.
   *
   * @throws TypeError or RangeError where the input is none of these, or not as long as its shape says
   */
  run(input: Input<InputShape>): Promise<Tensors<OutputShape>>;

  /**
   * How long each layer takes, medians over some runs: by the GPU's own clock where it has one (`clock: 'gpu'`), else
   * from handing in each step until it is done (`'submit'`), which counts the way there and back.
   */
  profile(options?: ProfileOptions<InputShape>): Promise<LayerTime[]>;

  /** Destroys all that the model has on the GPU, and the device if `load` made it. */
  dispose(): void;
}

/** Of an output as it is read: whole fours. */
const bytesOf = ({ shape }: Border, { unit }: Session['memory']): number =>
  Math.ceil((elementCount(shape) * unit) / 4) * 4;

/** See `Model`. */
export class GpuModel<InputShape extends Shapes, OutputShape extends Shapes>
  implements Model<InputShape, OutputShape>
{
  readonly origin: WeightsOrigin;
  readonly #session: Session;
  readonly #inputs: Inputs;
  readonly #readback: Readback;
  readonly #release: () => void;
  /** What must not be disturbed by runs: it uses the activations over several submits. */
  #alone: Promise<unknown> | undefined;

  /** @param release - destroys all that the session has */
  constructor(session: Session, inputs: Inputs, origin: WeightsOrigin, release: () => void) {
    const { program, memory, resources } = session;
    this.origin = origin;
    this.#session = session;
    this.#inputs = inputs;
    this.#release = release;
    this.#readback = new Readback(
      `${program.name} output`,
      program.outputs.reduce((sum, output) => sum + bytesOf(output, memory), 0),
      resources,
    );
  }

  get precision(): Precision {
    return this.#session.precision;
  }

  get device(): GpuDevice {
    return this.#session.device;
  }

  get lost(): Promise<Error> {
    return this.#session.life.lost;
  }

  async run(input: Input<InputShape>): Promise<Tensors<OutputShape>> {
    while (this.#alone) await this.#alone;
    return resultOf(this.#session.program, await this.#run(input));
  }

  classify(image: OneImage<InputShape>, options?: ClassifyOptions): Promise<Classification[]>;
  classify(images: AllImages<InputShape>, options?: ClassifyOptions): Promise<Classification[][]>;
  async classify(
    given: unknown,
    options: ClassifyOptions = {},
  ): Promise<Classification[] | Classification[][]> {
    const { program, life } = this.#session;
    life.check();
    const k = classCount(program, options);
    for (const image of imagesOf(program, given)) sizeOf(program.name, image);
    while (this.#alone) await this.#alone;
    return classesOf(program, await this.#run(given), given, k);
  }

  async profile(options: ProfileOptions<InputShape> = {}): Promise<LayerTime[]> {
    const { program, life } = this.#session;
    life.check();
    const runs = runsOf(program, options);
    const { input } = options;
    const bring = () => (input === undefined ? this.#inputs.zeros() : this.#inputs.bring(input));
    return this.#exclusively(() => profile(this.#session, bring, runs));
  }

  async trace(
    input: Tensors<InputShape>,
    visit: (step: Step, index: number, arena: Float32Array) => void,
  ): Promise<Tensors<OutputShape>> {
    const { program, life } = this.#session;
    life.check();
    checkVisit(program, visit);
    const bring = () => this.#inputs.bring(input);
    return resultOf(program, await this.#exclusively(() => trace(this.#session, bring, visit)));
  }

  dispose(): void {
    this.#session.life.end(disposedError(this.#session.program));
    this.#release();
  }

  async #run(input: unknown): Promise<readonly Float32Array[]> {
    const { device, life, resources } = this.#session;
    life.check();
    const { value, complaint } = watch(device, () => {
      const arrival = this.#inputs.bring(input);
      const output = this.#readback.take();
      this.#submit(arrival, output);
      return { arrival, output };
    });
    const { arrival, output } = value;
    const reading = read(output, life);
    // It is waited for below, unless something is wrong.
    reading.catch(() => {});
    const refusal = await complaint;
    if (refusal) {
      resources.release(output);
      throw await this.#exclusively(() => explain(this.#session, refusal, arrival));
    }
    const bytes = await reading;
    this.#readback.give(output);
    return this.#decode(bytes);
  }

  #submit({ copy, dispatches }: Arrival, output: GpuBuffer): void {
    const { device, program, memory } = this.#session;
    submit(device, program.name, encoder => {
      copy?.(encoder);
      addPass(encoder, program.name, [...dispatches, ...this.#session.dispatches]);
      let at = 0;
      for (const border of program.outputs) {
        const bytes = bytesOf(border, memory);
        const from = memory.locate({ region: 'arena', offset: border.offset, elements: 1 });
        encoder.copyBufferToBuffer(from.buffer, from.offset, output, at, bytes);
        at += bytes;
      }
    });
  }

  /** The outputs, each of which begins at a multiple of four bytes. */
  #decode(bytes: ArrayBuffer): readonly Float32Array[] {
    const { program, memory } = this.#session;
    let at = 0;
    return program.outputs.map(border => {
      const from = at;
      at += bytesOf(border, memory);
      // Each in a buffer of its own, which its user may give away.
      const own = program.outputs.length === 1 ? bytes : bytes.slice(from, at);
      const elements = elementCount(border.shape);
      return memory.unit === 4
        ? new Float32Array(own, 0, elements)
        : fromHalves(new Uint16Array(own, 0, elements));
    });
  }

  /** Runs `body` when nothing else that must be alone runs; runs wait for it. */
  async #exclusively<T>(body: () => Promise<T>): Promise<T> {
    while (this.#alone) await this.#alone;
    this.#session.life.check();
    const running = body();
    const over = running.then(
      () => {},
      () => {},
    );
    this.#alone = over;
    try {
      return await running;
    } finally {
      this.#alone = undefined;
    }
  }
}
