/** A package at work on a GPU: an input is written, all steps run in one pass, the output is read. */

import type { Classification } from '../../javascript/runtime/classify.ts';
import type { WeightsOrigin } from '../../javascript/runtime/header.ts';
import {
  type ClassifyOptions,
  type Model as Common,
  disposedError,
  elementCount,
  likeliest,
  type Step,
  type Tensor,
} from '../../javascript/runtime/interface.ts';
import { explain } from './blame.ts';
import { addPass, submit } from './dispatch.ts';
import { watch } from './errors.ts';
import { fromHalves } from './float16.ts';
import type { GpuBuffer, GpuDevice } from './gpu.ts';
import type { Image } from './images.ts';
import type { AnyInput, Inputs } from './inputs.ts';
import type { Precision } from './options.ts';
import { type LayerTime, profile } from './profile.ts';
import { Readback, read } from './readback.ts';
import type { Arrival, Session } from './session.ts';
import { trace } from './trace.ts';

/** What a network takes: numbers in its shape, on the CPU or on its GPU, or an image. */
export type Input<Shape extends readonly number[]> = Tensor<Shape> | GpuBuffer | Image;

/** Options of `profile`. */
export interface ProfileOptions<Shape extends readonly number[]> {
  /** Zeros unless given. */
  readonly input?: Input<Shape>;
  /** 5 unless said; their medians are given. One more comes before them, and is not counted. */
  readonly runs?: number;
}

/** A network on a GPU. Runs that are asked for while others are on their way follow them, and do not mix. */
export interface Model<InputShape extends readonly number[], OutputShape extends readonly number[]>
  extends Common<InputShape, OutputShape> {
  readonly precision: Precision;
  /** What the model is on: buffers that are given to `run` must be of it. */
  readonly device: GpuDevice;
  /** Resolved, with what calls reject with, once the device is lost; never if the model is disposed of before. */
  readonly lost: Promise<Error>;

  /**
   * The network's output for an input. A buffer has float32 in the shape of the input, and the usage COPY_SRC; of an
   * image, the GPU makes the input, as `classify` does.
   *
   * @throws RangeError where the input has another number of elements than its shape says
   */
  run(input: Input<InputShape>): Promise<Tensor<OutputShape>>;

  /**
   * The likeliest classes of an image: resized, cropped and normalised as the network expects. Of a model for
   * batches, the image is the first of the batch.
   */
  classify(image: Image, options?: ClassifyOptions): Promise<Classification[]>;

  /**
   * How long each layer takes, medians over some runs: by the GPU's own clock where it has one (`clock: 'gpu'`), else
   * from handing in each step until it is done (`'submit'`), which counts the way there and back.
   */
  profile(options?: ProfileOptions<InputShape>): Promise<LayerTime[]>;

  /** Destroys all that the model has on the GPU, and the device if `load` made it. */
  dispose(): void;
}

/** See `Model`. */
export class GpuModel<InputShape extends readonly number[], OutputShape extends readonly number[]>
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
    const bytes = Math.ceil((elementCount(program.output.shape) * memory.unit) / 4) * 4;
    this.#readback = new Readback(`${program.name} output`, bytes, resources);
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

  async run(input: Input<InputShape>): Promise<Tensor<OutputShape>> {
    while (this.#alone) await this.#alone;
    return this.#run(input);
  }

  async classify(image: Image, options: ClassifyOptions = {}): Promise<Classification[]> {
    while (this.#alone) await this.#alone;
    return likeliest(this.#session.program, await this.#run(image), options);
  }

  profile({ input, runs = 5 }: ProfileOptions<InputShape> = {}): Promise<LayerTime[]> {
    const zeros = (): Float32Array => new Float32Array(elementCount(this.#session.program.input.shape));
    return this.#exclusively(() => profile(this.#session, () => this.#inputs.bring(input ?? zeros()), runs));
  }

  trace(
    input: Tensor<InputShape>,
    visit: (step: Step, index: number, arena: Float32Array) => void,
  ): Promise<Tensor<OutputShape>> {
    return this.#exclusively(() => trace(this.#session, () => this.#inputs.bring(input), visit));
  }

  dispose(): void {
    this.#session.life.end(disposedError(this.#session.program));
    this.#release();
  }

  async #run(input: AnyInput): Promise<Float32Array> {
    const { device, program, life, resources } = this.#session;
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
    return this.#decode(bytes, elementCount(program.output.shape));
  }

  #submit({ copy, dispatches }: Arrival, output: GpuBuffer): void {
    const { device, program, memory } = this.#session;
    const result = memory.locate({ region: 'arena', offset: program.output.offset, elements: 1 });
    submit(device, program.name, encoder => {
      copy?.(encoder);
      addPass(encoder, program.name, [...dispatches, ...this.#session.dispatches]);
      encoder.copyBufferToBuffer(result.buffer, result.offset, output, 0, this.#readback.bytes);
    });
  }

  #decode(bytes: ArrayBuffer, elements: number): Float32Array {
    if (this.#session.memory.unit === 4) return new Float32Array(bytes, 0, elements);
    return fromHalves(new Uint16Array(bytes, 0, elements));
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
