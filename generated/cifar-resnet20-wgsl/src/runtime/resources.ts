/** What a model has made on its device: none of it outlives the model. */

import type { GpuBuffer, GpuDevice, GpuQuerySet, GpuTexture } from './gpu.ts';

export class Resources {
  readonly #device: GpuDevice;
  readonly #all = new Set<{ destroy(): void }>();

  constructor(device: GpuDevice) {
    this.#device = device;
  }

  /** A buffer; its size is rounded up to whole fours of bytes. */
  buffer(label: string, bytes: number, usage: number): GpuBuffer {
    const size = Math.max(4, Math.ceil(bytes / 4) * 4);
    return this.#keep(this.#device.createBuffer({ label, size, usage }));
  }

  /** A texture of RGBA bytes. */
  texture(label: string, width: number, height: number, usage: number): GpuTexture {
    const size = [width, height];
    return this.#keep(this.#device.createTexture({ label, size, format: 'rgba8unorm', usage }));
  }

  /** Places for times. */
  timestamps(label: string, count: number): GpuQuerySet {
    return this.#keep(this.#device.createQuerySet({ label, type: 'timestamp', count }));
  }

  /** Destroys one of them. */
  release(resource: { destroy(): void }): void {
    this.#all.delete(resource);
    resource.destroy();
  }

  /** Destroys all of them. */
  destroy(): void {
    for (const resource of this.#all) resource.destroy();
    this.#all.clear();
  }

  #keep<T extends { destroy(): void }>(resource: T): T {
    this.#all.add(resource);
    return resource;
  }
}
