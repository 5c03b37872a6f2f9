/** The adapter of WebGPU that everyone gets, and what it says of itself. In a page as in Node. */

/** @import { Adapter } from '../types.ts' */

/** Implementations on the CPU: SwiftShader, Mesa's, Windows' WARP. */
const software = /swiftshader|llvmpipe|lavapipe|softpipe|warp|basic render/i;

/**
 * @param {GPUAdapter} adapter
 * @returns {Adapter}
 */
export function describeAdapter({ info }) {
  const { vendor, architecture, device, description, isFallbackAdapter } = info;
  const names = [vendor, architecture, device, description].join(' ');
  const kind = isFallbackAdapter || software.test(names) ? 'software' : 'gpu';
  return { vendor, architecture, device, description, kind };
}

/**
 * Some ask for the fastest adapter and some for any. From now on all are given the fastest.
 *
 * @param {GPU} gpu
 */
export function pinAdapter(gpu) {
  const requestAdapter = gpu.requestAdapter.bind(gpu);
  /** @param {GPURequestAdapterOptions} [options] */
  const pinned = options => requestAdapter({ ...options, powerPreference: 'high-performance' });
  Object.defineProperty(gpu, 'requestAdapter', { value: pinned });
}
