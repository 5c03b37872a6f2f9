/**
 * A GPU that is watched, and that fails when told to: everything goes to a real device, what it makes is written down
 * until it is destroyed, and complaints can be put into its error scopes as a device would.
 */

import type {
  Gpu,
  GpuAdapter,
  GpuBuffer,
  GpuCommandEncoder,
  GpuDevice,
  GpuError,
  GpuLimits,
  GpuQueue,
} from '../../../targets/wgsl/runtime/gpu.ts';

/** Kinds of error scopes. */
export type ScopeKind = Parameters<GpuDevice['pushErrorScope']>[0];

/** A complaint that a device is to have. */
export interface Fault {
  readonly kind: ScopeKind;
  readonly message: string;
}

/** What is done to a device: the method, and the label of what it is about, or of what it makes. */
export type Fail = (call: string, label: string) => Fault | undefined;

/** What was asked of an adapter. */
type DeviceDescriptor = NonNullable<Parameters<GpuAdapter['requestDevice']>[0]>;

interface Scope {
  readonly kind: ScopeKind;
  fault?: Fault;
}

/** A device that is watched. */
export class SpyDevice implements GpuDevice {
  /** What is not destroyed yet. */
  readonly live = new Set<{ readonly label: string }>();
  /** Everything that was done, as `createBuffer weights`. */
  readonly calls: string[] = [];
  /** Each write of a buffer. */
  readonly writes: { readonly buffer: object; readonly offset: number; readonly data: Uint8Array }[] = [];
  /** Complaints about what is to come. */
  fail: Fail = () => undefined;
  isDestroyed = false;
  readonly queue: GpuQueue;
  readonly #device: GpuDevice;
  readonly #scopes: Scope[] = [];
  #lose: (info: { readonly reason: string; readonly message: string }) => void = () => {};
  readonly #lost = new Promise<{ readonly reason: string; readonly message: string }>(resolve => {
    this.#lose = resolve;
  });

  constructor(device: GpuDevice) {
    this.#device = device;
    const { queue } = device;
    this.queue = {
      submit: commands => {
        this.#note('submit', '');
        return queue.submit(commands);
      },
      onSubmittedWorkDone: () => queue.onSubmittedWorkDone(),
      writeBuffer: (buffer, offset, data, from, size) => {
        this.#note('writeBuffer', labelOf(buffer));
        this.writes.push({ buffer, offset, data: writtenOf(data, from, size) });
        return queue.writeBuffer(buffer, offset, data, from, size);
      },
      writeTexture: (...given) => {
        this.#note('writeTexture', '');
        return queue.writeTexture(...given);
      },
      copyExternalImageToTexture: (...given) => queue.copyExternalImageToTexture(...given),
    };
  }

  get features() {
    return this.#device.features;
  }

  get limits() {
    return this.#device.limits;
  }

  get lost() {
    return Promise.race([this.#lost, this.#device.lost]);
  }

  /** Loses the device, as a driver that is updated does. */
  lose(message: string): void {
    this.#lose({ reason: 'unknown', message });
  }

  createBuffer(descriptor: Parameters<GpuDevice['createBuffer']>[0]): GpuBuffer {
    return this.#watched('createBuffer', this.#device.createBuffer(descriptor));
  }

  createTexture(descriptor: Parameters<GpuDevice['createTexture']>[0]) {
    return this.#watched('createTexture', this.#device.createTexture(descriptor));
  }

  createQuerySet(descriptor: Parameters<GpuDevice['createQuerySet']>[0]) {
    return this.#watched('createQuerySet', this.#device.createQuerySet(descriptor));
  }

  createShaderModule(descriptor: Parameters<GpuDevice['createShaderModule']>[0]) {
    this.#note('createShaderModule', descriptor.label ?? '');
    return this.#device.createShaderModule(descriptor);
  }

  createBindGroupLayout(descriptor: Parameters<GpuDevice['createBindGroupLayout']>[0]) {
    return this.#device.createBindGroupLayout(descriptor);
  }

  createPipelineLayout(descriptor: Parameters<GpuDevice['createPipelineLayout']>[0]) {
    return this.#device.createPipelineLayout(descriptor);
  }

  createBindGroup(descriptor: Parameters<GpuDevice['createBindGroup']>[0]) {
    this.#note('createBindGroup', descriptor.label ?? '');
    return this.#device.createBindGroup(descriptor);
  }

  createComputePipelineAsync(descriptor: Parameters<GpuDevice['createComputePipelineAsync']>[0]) {
    this.#note('createComputePipelineAsync', descriptor.label ?? '');
    return this.#device.createComputePipelineAsync(descriptor);
  }

  createCommandEncoder(descriptor?: { label?: string }): GpuCommandEncoder {
    const encoder = this.#device.createCommandEncoder(descriptor);
    return {
      beginComputePass: pass => {
        this.#note('beginComputePass', pass?.label ?? '');
        return encoder.beginComputePass(pass);
      },
      clearBuffer: (...given) => encoder.clearBuffer(...given),
      copyBufferToBuffer: (...given) => encoder.copyBufferToBuffer(...given),
      resolveQuerySet: (...given) => encoder.resolveQuerySet(...given),
      finish: () => encoder.finish(),
    };
  }

  pushErrorScope(kind: ScopeKind): void {
    this.#scopes.push({ kind });
    this.#device.pushErrorScope(kind);
  }

  async popErrorScope(): Promise<GpuError | null> {
    const scope = this.#scopes.pop();
    const error = await this.#device.popErrorScope();
    return scope?.fault ?? error;
  }

  destroy(): void {
    this.isDestroyed = true;
    this.#device.destroy();
  }

  /** Error scopes that are open. */
  get scopes(): number {
    return this.#scopes.length;
  }

  #watched<T extends { readonly label: string; destroy(): void }>(call: string, made: T): T {
    this.#note(call, made.label);
    this.live.add(made);
    const destroy = made.destroy.bind(made);
    made.destroy = () => {
      this.live.delete(made);
      destroy();
    };
    return made;
  }

  #note(call: string, label: string): void {
    this.calls.push(`${call} ${label}`.trim());
    const fault = this.fail(call, label);
    const scope = this.#scopes.findLast(({ kind }) => kind === fault?.kind);
    if (fault && scope) scope.fault ??= fault;
  }
}

const labelOf = (thing: object): string => ('label' in thing ? String(thing.label) : '');

/** A copy of what a write takes. Views count in their own elements. */
function writtenOf(data: ArrayBufferView | ArrayBuffer, from = 0, size?: number): Uint8Array {
  const view = ArrayBuffer.isView(data) ? data : new Uint8Array(data);
  const unit = 'BYTES_PER_ELEMENT' in view ? Number(view.BYTES_PER_ELEMENT) : 1;
  const count = size ?? view.byteLength / unit - from;
  return new Uint8Array(view.buffer, view.byteOffset + from * unit, count * unit).slice();
}

/** A GPU whose devices are watched. */
export class SpyGpu implements Gpu {
  readonly devices: SpyDevice[] = [];
  readonly asked: DeviceDescriptor[] = [];
  /** Called with each device before anyone has it. */
  prepare: (device: SpyDevice) => void = () => {};
  readonly #gpu: Gpu;
  readonly #limits: Partial<GpuLimits>;
  readonly #features: readonly string[] | undefined;

  /**
   * @param limits - what adapters say, whatever they can do
   * @param features - the only ones that adapters say they have
   */
  constructor(gpu: Gpu, limits: Partial<GpuLimits> = {}, features?: readonly string[]) {
    this.#gpu = gpu;
    this.#limits = limits;
    this.#features = features;
  }

  /** The device that was made last. */
  get device(): SpyDevice {
    const device = this.devices.at(-1);
    if (!device) throw new Error('no device was asked for');
    return device;
  }

  async requestAdapter(options?: Parameters<Gpu['requestAdapter']>[0]): Promise<GpuAdapter | null> {
    const adapter = await this.#gpu.requestAdapter(options);
    if (!adapter) return null;
    const { info } = adapter;
    const limits = adapter.limits;
    return {
      features: this.#features ? new Set(this.#features) : adapter.features,
      // Limits of a real one are getters of its prototype.
      limits: new Proxy(limits, {
        get: (_, name) => Reflect.get({ ...this.#limits }, name) ?? Reflect.get(limits, name),
      }),
      ...(info && { info }),
      requestDevice: async (descriptor = {}) => {
        this.asked.push(descriptor);
        const device = new SpyDevice(await adapter.requestDevice(descriptor));
        this.devices.push(device);
        this.prepare(device);
        return device;
      },
    };
  }
}
