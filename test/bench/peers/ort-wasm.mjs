/** ONNX Runtime Web on WebAssembly, with SIMD, on one thread. */

import * as ort from 'onnxruntime-web/wasm';
import { inputName, outputName } from '../network/names.mjs';

/** @import { Peer } from '../types.ts' */

/** @type {Peer} */
export const peer = {
  name: 'ort-wasm',
  version: ort.env.versions.web ?? ort.env.versions.common,
  threads: 1,
  async prepare(network) {
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = 'error';
    const session = await ort.InferenceSession.create(await network.onnx(), {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
    });
    return {
      async run(numbers) {
        const feeds = { [inputName]: new ort.Tensor('float32', numbers, [...network.input]) };
        const { [outputName]: result } = await session.run(feeds);
        if (!result) throw new Error(`ONNX Runtime Web gave no '${outputName}'`);
        return /** @type {Float32Array} */ (result.data);
      },
      dispose() {
        void session.release();
      },
    };
  },
};
