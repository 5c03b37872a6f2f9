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
};
/** `GPUTextureUsage`. */
export const TextureUsage = { copyDestination: 0x2, textureBinding: 0x4, renderAttachment: 0x10 };
/** `GPUShaderStage.COMPUTE`. */
export const computeStage = 0x4;
/** `GPUMapMode.READ`. */
export const mapRead = 0x1;
/** An array that a queue may write from: a copy of one in shared memory, on which Node's WebGPU crashes. */
export const unshared = (array) => Object.prototype.toString.call(array.buffer) === '[object SharedArrayBuffer]'
    ? array.slice()
    : array;
