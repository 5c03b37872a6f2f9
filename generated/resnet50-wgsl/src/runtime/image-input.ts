/**
 * Images made inputs on the GPU. Its textures and tables are kept for the next image of the same size, as a video's
 * frames are, and few of them.
 */

import { type Image, pixelsOf, type Sized } from './images.ts';
import {
  normalised,
  type Pixels,
  type Preprocessing,
  type Resampling,
  resizing,
  type Window,
} from './preprocess.ts';
import { bind, type Dispatch } from './dispatch.ts';
import {
  BufferUsage,
  type GpuBuffer,
  type GpuObject,
  type GpuTexture,
  TextureUsage,
  unshared,
} from './gpu.ts';
import type { BufferRange } from './memory.ts';
import type { Arrival, Session } from './session.ts';
import type { Pipeline } from './shaders.ts';

/** Sizes whose textures are kept: a camera's and a photograph's. */
const mostSizes = 2;

/** Pixels along each side of a workgroup of `preprocess`. */
const side = 8;

/** What one size of images needs. */
interface Prepared {
  readonly texture: GpuTexture;
  readonly buffers: readonly GpuBuffer[];
  readonly group: GpuObject;
}

export class ImageInput {
  readonly #session: Session;
  readonly #preprocessing: Preprocessing;
  readonly #pipeline: Pipeline;
  /** By width and height, the last used last. */
  readonly #sizes = new Map<string, Prepared>();
  #levels: GpuBuffer | undefined;

  constructor(session: Session, preprocessing: Preprocessing, pipeline: Pipeline) {
    this.#session = session;
    this.#preprocessing = preprocessing;
    this.#pipeline = pipeline;
  }

  /** Copies an image to the GPU. What is dispatched makes it the input. */
  bring(image: Image, size: Sized, place: BufferRange): Arrival {
    const key = `${size.width} x ${size.height}`;
    const prepared = this.#sizes.get(key) ?? this.#prepare(size, place);
    this.#sizes.delete(key);
    this.#sizes.set(key, prepared);
    this.#evict();
    this.#copy(image, size, prepared.texture);
    const { height, width } = this.#preprocessing;
    const dispatch: Dispatch = {
      layer: 'the image',
      pipeline: this.#pipeline.pipeline,
      group: prepared.group,
      workgroups: [Math.ceil(width / side), Math.ceil(height / side), 1],
    };
    return {
      what: `the image of ${key}`,
      dispatches: [dispatch],
      fix: 'give a smaller one, or its pixels',
      forget: () => this.#forget(key),
    };
  }

  #copy(image: Image, { width, height, pixels }: Sized, texture: GpuTexture): void {
    const { device, program } = this.#session;
    const size = [width, height];
    if (pixels) {
      this.#write(pixels, texture);
      return;
    }
    const to = { texture, colorSpace: 'srgb', premultipliedAlpha: false };
    try {
      device.queue.copyExternalImageToTexture({ source: image }, to, size);
    } catch {
      // Not every browser copies every kind, videos least of all: what can be drawn can be read from a canvas.
      this.#write(pixelsOf(program.name, image), texture);
    }
  }

  #write({ data, width, height }: Pixels, texture: GpuTexture): void {
    const layout = { bytesPerRow: 4 * width, rowsPerImage: height };
    this.#session.device.queue.writeTexture({ texture }, unshared(data), layout, [width, height]);
  }

  #prepare(size: Sized, place: BufferRange): Prepared {
    const { device, program, resources } = this.#session;
    const { columns, rows, across, down } = resizing(size, this.#preprocessing);
    const label = `${program.name} image ${size.width} x ${size.height}`;
    // What the browser copies, it may draw.
    const usage = TextureUsage.textureBinding | TextureUsage.copyDestination | TextureUsage.renderAttachment;
    const texture = resources.texture(label, size.width, size.height, usage);
    const buffers = [
      this.#table(`${label}, columns`, columns, across),
      this.#table(`${label}, rows`, rows, down),
    ];
    const group = bind(device, label, this.#pipeline, [
      texture.createView(),
      ...buffers.map(buffer => ({ buffer })),
      { buffer: this.#levelsBuffer() },
      this.#inputOf(place),
    ]);
    return { texture, buffers, group };
  }

  #inputOf({ buffer, offset }: BufferRange): BufferRange {
    const { height, width } = this.#preprocessing;
    const size = Math.ceil((3 * height * width * this.#session.memory.unit) / 4) * 4;
    return { buffer, offset, size };
  }

  /** The struct `Axis` of preprocess.wgsl. */
  #table(label: string, { count, padding }: Window, axis: Resampling): GpuBuffer {
    const stride = axis.stride + 2;
    const data = new Int32Array(3 + count * stride);
    data.set([count, padding, stride]);
    for (let i = 0; i < count; i++) {
      const weights = axis.weights.subarray(i * axis.stride, (i + 1) * axis.stride);
      data.set([axis.starts[i] as number, axis.counts[i] as number, ...weights], 3 + i * stride);
    }
    return this.#filled(label, data);
  }

  #levelsBuffer(): GpuBuffer {
    const { mean, std } = this.#preprocessing;
    const label = `${this.#session.program.name} levels`;
    this.#levels ??= this.#filled(label, normalised(mean, std));
    return this.#levels;
  }

  #filled(label: string, data: Int32Array | Float32Array): GpuBuffer {
    const { device, resources } = this.#session;
    const usage = BufferUsage.storage | BufferUsage.copyDestination;
    const buffer = resources.buffer(label, data.byteLength, usage);
    device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  }

  /** Lets go of what was used longest ago: runs that still use it keep it until they are done. */
  #evict(): void {
    for (const key of this.#sizes.keys()) if (this.#sizes.size > mostSizes) this.#forget(key);
  }

  #forget(key: string): void {
    const { texture, buffers } = this.#sizes.get(key) ?? {};
    this.#sizes.delete(key);
    for (const each of [texture, ...(buffers ?? [])]) if (each) this.#session.resources.release(each);
  }
}
