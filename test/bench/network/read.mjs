/** Reads what `export.mjs` wrote: the network, a tensor at a time, and the input. */

import { open, readFile } from 'node:fs/promises';
import { filesOf } from './folder.mjs';

/** @import { Network, NetworkFile } from '../types.ts' */

/**
 * @param {string} work
 * @returns {Promise<NetworkFile>}
 */
export async function readDescription(work) {
  return JSON.parse(await readFile(filesOf(work).description, 'utf8'));
}

/**
 * @param {string} work
 * @returns {Promise<Network>}
 */
export async function readNetwork(work) {
  const { tensors, ...description } = await readDescription(work);
  return {
    ...description,
    async tensor(index) {
      const { shape, offset } = tensors[index] ?? { shape: [0], offset: 0 };
      const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
      const file = await open(filesOf(work).numbers);
      try {
        await file.read(new Uint8Array(data.buffer), 0, data.byteLength, 4 * offset);
      } finally {
        await file.close();
      }
      return { shape, data };
    },
    onnx: () => readFile(filesOf(work).onnx),
  };
}

/**
 * @param {string} work
 * @returns {Promise<Float32Array>}
 */
export async function readInput(work) {
  const bytes = await readFile(filesOf(work).input);
  return new Float32Array(new Uint8Array(bytes).buffer);
}
