/** Brings inputs, whatever they are, to where the first step reads them. */

import { imagesOf, prepare } from './batch.ts';
import { type Image, isImage, type Sized, sizeOf } from './images.ts';
import { checkElements, checkInput, elementCount } from './interface.ts';
import { bind, type Dispatch } from './dispatch.ts';
import { toHalves } from './float16.ts';
import { BufferUsage, type GpuBuffer, unshared } from './gpu.ts';
import type { ImageInput } from './image-input.ts';
import type { BufferRange } from './memory.ts';
import type { Program } from './program.ts';
import type { Arrival, Session } from './session.ts';
import type { Pipeline } from './shaders.ts';

/** Threads of a workgroup of `convert`, and the most workgroups that it gets: it is printed to go on in strides of so many. */
const convertThreads = 64;
const mostGroups = 1024;

export class Inputs {
  readonly #session: Session;
  readonly #convert: Pipeline | undefined;
  readonly #imageInput: ImageInput | undefined;
  readonly #elements: number;
  readonly #place: BufferRange;
  /** Float32 numbers of a caller's buffer, before they are made float16. */
  #given: { readonly buffer: GpuBuffer; readonly dispatch: Dispatch } | undefined;

  /** @param convert - for float16: it makes float32 numbers the input */
  constructor(session: Session, convert: Pipeline | undefined, images: ImageInput | undefined) {
    const { program, memory } = session;
    this.#session = session;
    this.#convert = convert;
    this.#imageInput = images;
    this.#elements = elementCount(program.input.shape);
    this.#place = memory.locate(inputRange(program, this.#elements));
  }

  /**
   * Has the queue write what it can, and says what commands must do.
   *
   * @param input - what `run` was given: numbers, a buffer of numbers, or images
   * @throws TypeError or RangeError where it is none of these
   */
  bring(input: unknown): Arrival {
    if (isImage(input) || (Array.isArray(input) && input.some(isImage))) return this.#images(input);
    if (typeof input === 'object' && input !== null && 'mapAsync' in input) {
      return this.#buffer(input as GpuBuffer);
    }
    checkInput(this.#session.program, input, 'the input', ', a GPUBuffer or an image');
    return this.#numbers(input);
  }

  #numbers(values: Float32Array): Arrival {
    const { device, memory } = this.#session;
    const data = memory.unit === 2 ? toHalves(values) : unshared(values);
    device.queue.writeBuffer(this.#place.buffer, this.#place.offset, data);
    return { what: 'the input', dispatches: [], fix: 'report it' };
  }

  #buffer(buffer: GpuBuffer): Arrival {
    const { program, memory } = this.#session;
    checkElements(program, buffer.size / 4, 'the input');
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

  /** An image that is a whole batch the GPU prepares; several are prepared here. */
  #images(given: unknown): Arrival {
    const { program, device } = this.#session;
    const [image, ...more] = imagesOf(program, given);
    if (more.length > 0) return this.#numbers(prepare(program, given, {}));
    const size = sizeOf(program.name, image);
    const { maxTextureDimension2D: longest } = device.limits;
    if (Math.max(size.width, size.height) <= longest) return this.#image(image as Image, size);
    if (size.pixels) return this.#numbers(prepare(program, given, {}));
    throw new RangeError(
      `${program.name}: the image is ${size.width} x ${size.height}, and the GPU takes no more than ${longest} on a side; make it smaller: createImageBitmap(image, { resizeWidth, resizeHeight, resizeQuality: 'high' })`,
    );
  }

  #image(image: Image, size: Sized): Arrival {
    if (this.#imageInput) return this.#imageInput.bring(image, size, this.#place);
    throw new TypeError(`${this.#session.program.name}: there is no shader that prepares images`);
  }
}

const inputRange = ({ input }: Program, elements: number) =>
  ({ region: 'arena', offset: input.offset, elements }) as const;
