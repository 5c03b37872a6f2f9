/** The network and its input, as the page gets them: from the server, each once it is asked for. */

/** @import { Network, NetworkFile } from '../types.ts' */

/** @returns {Promise<Network>} */
export async function fetchNetwork() {
  /** @type {NetworkFile} */
  const { tensors, ...description } = await (await get('network.json')).json();
  /** Of those who want tensors, all want all. @type {Promise<ArrayBuffer> | undefined} */
  let numbers;
  return {
    ...description,
    async tensor(index) {
      const { shape, offset } = tensors[index] ?? { shape: [0], offset: 0 };
      numbers ??= get('network.bin').then(response => response.arrayBuffer());
      const count = shape.reduce((product, size) => product * size, 1);
      return { shape, data: new Float32Array(await numbers, 4 * offset, count) };
    },
    onnx: async () => new Uint8Array(await (await get('network.onnx')).arrayBuffer()),
  };
}

/** @returns {Promise<Float32Array>} */
export async function fetchInput() {
  return new Float32Array(await (await get('input.f32')).arrayBuffer());
}

/** @param {string} name */
async function get(name) {
  const response = await fetch(`/files/${name}`);
  if (!response.ok) throw new Error(`${name}: the server said ${response.status}`);
  return response;
}
