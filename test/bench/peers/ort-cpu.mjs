/** What sessions of ONNX Runtime on the CPU have in common, whichever package they are of. */

import { inputName, outputName } from '../network/names.mjs';

/** @import { InferenceSession, TensorConstructor } from 'onnxruntime-common' */
/** @import { Network, Runner } from '../types.ts' */

/**
 * @param {InferenceSession} session
 * @param {TensorConstructor} Tensor - of the session's package
 * @param {Network} network
 * @param {number} threads
 * @returns {Runner}
 */
export function sessionAsRunner(session, Tensor, { input: shape }, threads) {
  return {
    threads,
    async run(numbers) {
      const feeds = { [inputName]: new Tensor('float32', numbers, [...shape]) };
      const { [outputName]: result } = await session.run(feeds);
      if (!result) throw new Error(`ONNX Runtime gave no '${outputName}'`);
      return /** @type {Float32Array} */ (result.data);
    },
    dispose() {
      void session.release();
    },
  };
}
