/** ONNX Runtime Web on WebAssembly, with SIMD. */

import * as ort from '#onnxruntime-wasm';
import { sessionAsRunner } from './ort-cpu.mjs';

/** @import { Peer } from '../types.ts' */

/** @type {Peer} */
export const peer = {
  name: 'ort-wasm',
  version: ort.env.versions.web ?? ort.env.versions.common,
  async prepare(network, threads) {
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = 'error';
    const session = await ort.InferenceSession.create(await network.onnx(), {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
    });
    // Back at one where the page is not isolated.
    return sessionAsRunner(session, ort.Tensor, network, ort.env.wasm.numThreads ?? 1);
  },
};
