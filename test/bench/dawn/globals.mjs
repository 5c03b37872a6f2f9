/**
 * Makes a process of Node look like a page with WebGPU, on Dawn, which is what Chromium's WebGPU is: the interfaces as
 * globals and `navigator.gpu`, which is where libraries for the browser look.
 */

import { create, globals } from 'webgpu';
import { pinAdapter } from '../measure/adapter.mjs';

export function provideWebgpu() {
  Object.assign(globalThis, globals);
  copySharedMemory();
  const gpu = create([]);
  pinAdapter(gpu);
  // Before Node 21 there is no `navigator`.
  if (globalThis.navigator) Object.defineProperty(navigator, 'gpu', { value: gpu });
  else Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'Node.js' } });
}

/**
 * The memory of WebAssembly with threads is shared. Browsers write from it to buffers; Dawn's binding for Node does
 * not, so what is written is copied first: weights as they are loaded, and a few bytes a kernel.
 */
function copySharedMemory() {
  const { writeBuffer } = GPUQueue.prototype;
  GPUQueue.prototype.writeBuffer = function (buffer, offset, data, from = 0, count = undefined) {
    const view = ArrayBuffer.isView(data) ? data : new Uint8Array(data);
    if (view.buffer instanceof ArrayBuffer) {
      const own = /** @type {BufferSource} */ (data);
      return writeBuffer.call(this, buffer, offset, own, from, count);
    }
    // In a typed array they count its numbers; in all else, bytes.
    const unit = 'BYTES_PER_ELEMENT' in view ? Number(view.BYTES_PER_ELEMENT) : 1;
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    const end = count === undefined ? bytes.length : unit * (from + count);
    return writeBuffer.call(this, buffer, offset, bytes.slice(unit * from, end));
  };
}
