/**
 * ONNX Runtime Web on WebGPU, by its fastest path: all graph optimisations, NHWC, checks that cost time off, input
 * and output in buffers on the GPU, which graph capture demands. A run still begins with numbers in JavaScript's memory
 * and ends there.
 */

import * as ort from '#onnxruntime';
import { inputName, outputName } from '../network/names.mjs';

/** @import { Network, Peer, Runner } from '../types.ts' */

/**
 * @param {string} name
 * @param {{ readonly isCaptured: boolean }} options
 * @returns {Peer}
 */
export const ortOnWebgpu = (name, { isCaptured }) => ({
  name,
  version: ort.env.versions.web ?? ort.env.versions.common,
  async prepare(network) {
    // Threads are for kernels on the CPU, and none runs there.
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = 'error';
    const session = await ort.InferenceSession.create(await network.onnx(), {
      executionProviders: [{ name: 'webgpu', preferredLayout: 'NHWC', validationMode: 'disabled' }],
      graphOptimizationLevel: 'all',
      enableGraphCapture: isCaptured,
      preferredOutputLocation: 'gpu-buffer',
    });
    return runnerOf(session, await ort.env.webgpu.device, network);
  },
});

/**
 * The result's buffer stays the session's: one of ours would be the same to us, but of one that graph capture is given,
 * the runtime (1.30) forgets the handle between runs and may find another's in its place.
 *
 * @param {ort.InferenceSession} session
 * @param {GPUDevice} device
 * @param {Network} network
 * @returns {Runner}
 */
function runnerOf(session, device, { input, steps }) {
  const { COPY_SRC, COPY_DST, MAP_READ, STORAGE } = GPUBufferUsage;
  const from = device.createBuffer({ size: bytesOf(input), usage: STORAGE | COPY_SRC | COPY_DST });
  const readable = device.createBuffer({
    size: bytesOf(steps.at(-1)?.shape ?? []),
    usage: MAP_READ | COPY_DST,
  });
  const feeds = { [inputName]: ort.Tensor.fromGpuBuffer(from, { dataType: 'float32', dims: [...input] }) };
  return {
    threads: 1,
    async run(numbers) {
      device.queue.writeBuffer(from, 0, /** @type {Float32Array<ArrayBuffer>} */ (numbers));
      const { [outputName]: result } = await session.run(feeds);
      if (!result) throw new Error(`ONNX Runtime Web gave no '${outputName}'`);
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(/** @type {GPUBuffer} */ (result.gpuBuffer), 0, readable, 0, readable.size);
      device.queue.submit([encoder.finish()]);
      await readable.mapAsync(GPUMapMode.READ);
      const logits = new Float32Array(readable.getMappedRange().slice(0));
      readable.unmap();
      result.dispose();
      return logits;
    },
    dispose() {
      void session.release();
      for (const buffer of [from, readable]) buffer.destroy();
    },
  };
}

/** @param {readonly number[]} shape */
const bytesOf = shape => 4 * shape.reduce((product, size) => product * size, 1);
