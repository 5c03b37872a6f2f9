/** Results on their way back: each run has a buffer of its own until it has read it. */

import { BufferUsage, type GpuBuffer, mapRead } from './gpu.ts';
import type { Life } from './life.ts';
import type { Resources } from './resources.ts';

/** Buffers that wait for the next run; those of more runs at once are let go of. */
const mostSpare = 4;

/** A buffer that results are copied to, to be read. */
export const readable = (resources: Resources, label: string, bytes: number): GpuBuffer =>
  resources.buffer(label, bytes, BufferUsage.mapRead | BufferUsage.copyDestination);

/** What was copied to a buffer, once it has been. */
export async function read(buffer: GpuBuffer, life: Life): Promise<ArrayBuffer> {
  await life.until(buffer.mapAsync(mapRead));
  const result = buffer.getMappedRange().slice(0);
  buffer.unmap();
  return result;
}

/** Buffers of one size, used again and again. */
export class Readback {
  readonly bytes: number;
  readonly #label: string;
  readonly #resources: Resources;
  readonly #spare: GpuBuffer[] = [];

  /** @param bytes - what is read each time: whole fours */
  constructor(label: string, bytes: number, resources: Resources) {
    this.#label = label;
    this.bytes = bytes;
    this.#resources = resources;
  }

  /** A buffer to copy to. */
  take(): GpuBuffer {
    return this.#spare.pop() ?? readable(this.#resources, this.#label, this.bytes);
  }

  /** Takes a buffer back that has been read. */
  give(buffer: GpuBuffer): void {
    if (this.#spare.length < mostSpare) this.#spare.push(buffer);
    else this.#resources.release(buffer);
  }
}
