/**
 * As much of WebGPU as is used here, by its structure: the types of browsers (TypeScript's lib.dom) and those of
 * @webgpu/types fit, and a program that has neither still type-checks. Names are WebGPU's, `GPUDevice` is `GpuDevice`.
 */

/** `GPUBufferUsage`, by names of its own: Node has no such globals. */
export const BufferUsage = {
  mapRead: 0x1,
  copySource: 0x4,
  copyDestination: 0x8,
  uniform: 0x40,
  storage: 0x80,
  queryResolve: 0x200,
} as const;

/** `GPUTextureUsage`. */
export const TextureUsage = { copyDestination: 0x2, textureBinding: 0x4, renderAttachment: 0x10 } as const;

/** `GPUShaderStage.COMPUTE`. */
export const computeStage = 0x4;

/** `GPUMapMode.READ`. */
export const mapRead = 0x1;

/** `navigator.gpu`. */
export interface Gpu {
  requestAdapter(options?: {
    powerPreference?: 'low-power' | 'high-performance';
  }): Promise<GpuAdapter | null>;
}

/** Names of features. */
export interface GpuFeatures {
  has(name: string): boolean;
}

/** Limits that matter here. */
export interface GpuLimits {
  readonly maxBufferSize: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupSizeX: number;
  readonly maxComputeWorkgroupSizeY: number;
  readonly maxComputeWorkgroupSizeZ: number;
  readonly maxComputeWorkgroupStorageSize: number;
  readonly maxComputeWorkgroupsPerDimension: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxStorageBuffersPerShaderStage: number;
  readonly maxTextureDimension2D: number;
}

/** A GPU as the system offers it. */
export interface GpuAdapter {
  readonly features: GpuFeatures;
  readonly limits: GpuLimits;
  readonly info?: GpuAdapterInfo;
  requestDevice(descriptor?: {
    label?: string;
    requiredFeatures?: Iterable<string>;
    requiredLimits?: Record<string, number | undefined>;
  }): Promise<GpuDevice>;
}

/** What an adapter says of itself. */
export interface GpuAdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
}

/** A connection to a GPU. */
export interface GpuDevice {
  readonly features: GpuFeatures;
  readonly limits: GpuLimits;
  readonly queue: GpuQueue;
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  createBuffer(descriptor: { label?: string; size: number; usage: number }): GpuBuffer;
  createTexture(descriptor: {
    label?: string;
    size: Iterable<number> | object;
    format: string;
    usage: number;
  }): GpuTexture;
  createQuerySet(descriptor: { label?: string; type: string; count: number }): GpuQuerySet;
  createShaderModule(descriptor: { label?: string; code: string }): GpuShaderModule;
  createBindGroupLayout(descriptor: {
    label?: string;
    entries: Iterable<{
      binding: number;
      visibility: number;
      buffer?: { type?: string };
      texture?: object;
    }>;
  }): GpuObject;
  createPipelineLayout(descriptor: { label?: string; bindGroupLayouts: Iterable<unknown> }): GpuObject;
  createBindGroup(descriptor: {
    label?: string;
    layout: object;
    entries: Iterable<{ binding: number; resource: object }>;
  }): GpuObject;
  createComputePipelineAsync(descriptor: {
    label?: string;
    layout: object | string;
    compute: { module: object; entryPoint?: string };
  }): Promise<GpuObject>;
  createCommandEncoder(descriptor?: { label?: string }): GpuCommandEncoder;
  pushErrorScope(filter: 'validation' | 'out-of-memory' | 'internal'): void;
  popErrorScope(): Promise<GpuError | null>;
  destroy(): void;
}

/** What is only handed on: layouts, bind groups, pipelines, views, command buffers. */
export interface GpuObject {
  readonly label: string;
}

/** What a scope caught. */
export interface GpuError {
  readonly message: string;
}

/** Memory of the GPU's. */
export interface GpuBuffer extends GpuObject {
  readonly size: number;
  readonly usage: number;
  mapAsync(mode: number, offset?: number, size?: number): Promise<unknown>;
  getMappedRange(offset?: number, size?: number): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

/** An image of the GPU's. */
export interface GpuTexture extends GpuObject {
  readonly width: number;
  readonly height: number;
  createView(): GpuObject;
  destroy(): void;
}

/** Places for times. */
export interface GpuQuerySet extends GpuObject {
  destroy(): void;
}

/** A shader that is compiled. */
export interface GpuShaderModule extends GpuObject {
  getCompilationInfo(): Promise<{
    readonly messages: Iterable<{
      readonly type: string;
      readonly lineNum: number;
      readonly linePos: number;
      readonly message: string;
    }>;
  }>;
}

/** Where work is handed in. */
export interface GpuQueue {
  submit(commands: Iterable<object>): unknown;
  onSubmittedWorkDone(): Promise<unknown>;
  writeBuffer(
    buffer: object,
    offset: number,
    data: ArrayBufferView | ArrayBuffer,
    dataOffset?: number,
    size?: number,
  ): unknown;
  writeTexture(
    destination: { texture: object },
    data: ArrayBufferView | ArrayBuffer,
    layout: { bytesPerRow?: number; rowsPerImage?: number },
    size: Iterable<number> | object,
  ): unknown;
  copyExternalImageToTexture(
    source: { source: object },
    destination: { texture: object; colorSpace?: string; premultipliedAlpha?: boolean },
    size: Iterable<number> | object,
  ): unknown;
}

/** Commands in the making. */
export interface GpuCommandEncoder {
  beginComputePass(descriptor?: { label?: string; timestampWrites?: object }): GpuComputePass;
  clearBuffer(buffer: object, offset?: number, size?: number): unknown;
  copyBufferToBuffer(
    source: object,
    sourceOffset: number,
    destination: object,
    destinationOffset: number,
    size: number,
  ): unknown;
  resolveQuerySet(
    querySet: object,
    firstQuery: number,
    queryCount: number,
    destination: object,
    destinationOffset: number,
  ): unknown;
  finish(): GpuObject;
}

/** Dispatches in the making. */
export interface GpuComputePass {
  setPipeline(pipeline: object): unknown;
  setBindGroup(index: number, group: unknown): unknown;
  dispatchWorkgroups(x: number, y?: number, z?: number): unknown;
  end(): unknown;
}

/** An array that a queue may write from: a copy of one in shared memory, on which Node's WebGPU crashes. */
export const unshared = <T extends Float32Array | Uint8Array | Uint8ClampedArray>(array: T): T =>
  Object.prototype.toString.call(array.buffer) === '[object SharedArrayBuffer]'
    ? (array.slice() as T)
    : array;
