/** Dawn, Chromium's WebGPU, as an addon of Node's: the npm package `webgpu`. */

/** Dawn's own types would merge those of @webgpu/types into lib.dom's for the whole checkout. */
interface Dawn {
  create(options: readonly string[]): GPU;
  /** `GPUBufferUsage` and the like. */
  readonly globals: object;
}

/** Dawn still looks for events of a `GPU` that was collected as garbage, and crashes, so none ever is. */
const kept: GPU[] = [];

/**
 * Starts Dawn, and gives this process the globals that a browser has.
 *
 * @param options - such as `backend=null`
 */
export async function createGpu(...options: readonly string[]): Promise<GPU> {
  // A name in a variable is none that the type checker follows.
  const name: string = 'webgpu';
  const { create, globals }: Dawn = await import(name);
  Object.assign(globalThis, globals);
  const gpu = create(options);
  kept.push(gpu);
  return gpu;
}
