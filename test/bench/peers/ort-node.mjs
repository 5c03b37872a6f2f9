/** ONNX Runtime in Node: native code, with the vector instructions that the machine has. */

import * as ort from 'onnxruntime-node';
import { sessionAsRunner } from './ort-cpu.mjs';

/** @import { Peer } from '../types.ts' */

/** @type {Peer} */
export const peer = {
  name: 'ort-node',
  version: ort.env.versions.node ?? ort.env.versions.common,
  async prepare(network, threads) {
    ort.env.logLevel = 'error';
    const session = await ort.InferenceSession.create(await network.onnx(), {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      executionMode: 'sequential',
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
    });
    return sessionAsRunner(session, ort.Tensor, network, threads);
  },
};
