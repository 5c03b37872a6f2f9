/** Brings inputs, whatever they are, to where the first step reads them. */

import { checkInput, elementCount, preprocessingOf } from '../../javascript/runtime/interface.ts';
import { preprocess } from '../../javascript/runtime/preprocess.ts';
import { bind, type Dispatch } from './dispatch.ts';
import { toHalves } from './float16.ts';
import { BufferUsage, type GpuBuffer } from './gpu.ts';
import type { ImageInput } from './image-input.ts';
import { type Image, type Sized, sizeOf } from './images.ts';
import type { BufferRange } from './memory.ts';
import type { Program } from './program.ts';
import type { Arrival, Session } from './session.ts';
import type { Pipeline } from './shaders.ts';

/** What `run` takes: numbers, a buffer of numbers, or an image. */
export type AnyInput = Float32Array | GpuBuffer | Image;

/** Threads of a workgroup of `convert`, and the most workgroups that it gets: it is printed to go on in strides of so many. */
const convertThreads = 64;
const mostGroups = 1024;

export class Inputs {
  readonly #session: Session;
  readonly #convert: Pipeline | undefined;
  readonly #images: ImageInput | undefined;
  readonly #elements: number;
  readonly #place: BufferRange;
  /** Float32 numbers of a caller's buffer, before they are made float16. */
  #given: { readonly buffer: GpuBuffer; readonly dispatch: Dispatch } | undefined;

  /** @param convert - for float16: it makes float32 numbers the input */
  constructor(session: Session, convert: Pipeline | undefined, images: ImageInput | undefined) {
    const { program, memory } = session;
    this.#session = session;
    this.#convert = convert;
    this.#images = images;
    this.#elements = elementCount(program.input.shape);
    this.#place = memory.locate(inputRange(program, this.#elements));
  }

  /** Has the queue write what it can, and says what commands must do. */
  bring(input: AnyInput): Arrival {
    if (isNumbers(input)) return this.#numbers(input);
    if (typeof input === 'object' && input !== null) {
      if ('mapAsync' in input) return this.#buffer(input);
      const size = sizeOf(input);
      if (size) return this.#image(input, size);
    }
    const got = Object.prototype.toString.call(input);
    throw new TypeError(
      `${this.#session.program.name}: expected a Float32Array, a GPUBuffer or an image, got ${got}`,
    );
  }

  #numbers(values: Float32Array): Arrival {
    const { program, device, memory } = this.#session;
    checkInput(program, values.length);
    const data = memory.unit === 2 ? toHalves(values) : values;
    device.queue.writeBuffer(this.#place.buffer, this.#place.offset, data);
    return { what: 'the input', dispatches: [], fix: 'report it' };
  }

  #buffer(buffer: GpuBuffer): Arrival {
    const { program, memory } = this.#session;
    checkInput(program, buffer.size / 4);
    const bytes = 4 * this.#elements;
    const arrival = {
      what: 'the given buffer',
      fix: 'it must be of the device that the model is on (`model.device`), with the usage COPY_SRC, and neither mapped nor destroyed',
    };
    if (memory.unit === 4) {
      const { buffer: to, offset } = this.#place;
      const copy: Arrival['copy'] = encoder => encoder.copyBufferToBuffer(buffer, 0, to, offset, bytes);
      return { ...arrival, copy, dispatches: [] };
    }
    this.#given ??= this.#makeConversion(bytes);
    const { buffer: staged, dispatch } = this.#given;
    const copy: Arrival['copy'] = encoder => encoder.copyBufferToBuffer(buffer, 0, staged, 0, bytes);
    return { ...arrival, copy, dispatches: [dispatch], forget: () => this.#forgetConversion() };
  }

  #forgetConversion(): void {
    if (this.#given) this.#session.resources.release(this.#given.buffer);
    this.#given = undefined;
  }

  #makeConversion(bytes: number): { readonly buffer: GpuBuffer; readonly dispatch: Dispatch } {
    const { device, program, resources } = this.#session;
    if (!this.#convert) throw new TypeError(`${program.name}: there is no shader that converts the input`);
    const usage = BufferUsage.storage | BufferUsage.copyDestination;
    const buffer = resources.buffer(`${program.name} input in float32`, bytes, usage);
    const group = bind(device, 'convert', this.#convert, [{ buffer }, this.#place]);
    const groups = Math.min(mostGroups, Math.ceil(this.#elements / convertThreads));
    const { pipeline } = this.#convert;
    return { buffer, dispatch: { layer: 'the input', pipeline, group, workgroups: [groups, 1, 1] } };
  }

  #image(image: Image, size: Sized): Arrival {
    const { program, device } = this.#session;
    const preprocessing = preprocessingOf(program);
    const { buffer, offset } = this.#place;
    // Of a batch, the image is the first, and the rest is zeros.
    const bytes = Math.ceil((this.#elements * this.#session.memory.unit) / 4) * 4;
    const isPart = this.#elements > 3 * preprocessing.height * preprocessing.width;
    const clear: Arrival['copy'] = encoder => {
      if (isPart) encoder.clearBuffer(buffer, offset, bytes);
    };
    const { maxTextureDimension2D: longest } = device.limits;
    const isLarge = Math.max(size.width, size.height) > longest;
    if (isLarge && size.pixels) {
      const values = new Float32Array(this.#elements);
      const { height, width } = preprocessing;
      preprocess(size.pixels, preprocessing, values.subarray(0, 3 * height * width));
      return this.#numbers(values);
    }
    if (isLarge) {
      throw new RangeError(
        `${program.name}: the image is ${size.width} x ${size.height}, and the GPU takes no more than ${longest} on a side; make it smaller: createImageBitmap(image, { resizeWidth, resizeHeight, resizeQuality: 'high' })`,
      );
    }
    if (!this.#images) throw new TypeError(`${program.name}: there is no shader that prepares images`);
    return { ...this.#images.bring(image, size, this.#place), copy: clear };
  }
}

const inputRange = ({ input }: Program, elements: number) =>
  ({ region: 'arena', offset: input.offset, elements }) as const;

/** By name, not instanceof: Jest and frames bring arrays of another realm. */
const isNumbers = (input: unknown): input is Float32Array =>
  Object.prototype.toString.call(input) === '[object Float32Array]';
