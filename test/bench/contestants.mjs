/**
 * Everyone who runs. A new peer is a file in `peers/`, its packages in this folder's package.json, and a record here;
 * a new target of Netwright is a record.
 */

/** @import { Contestant } from './types.ts' */

const ortWasm = 'onnxruntime-web/dist/ort-wasm-simd-threaded.jspi.wasm';

/** @type {readonly Contestant[]} */
export const contestants = [
  {
    name: 'netwright-typescript',
    races: ['cpu'],
    target: 'typescript',
    promises: [{ race: 'cpu', other: 'tfjs-cpu', times: 5 }],
    sizes: { sources: 60e3, scripts: 60e3 },
  },
  { name: 'tfjs-cpu', races: ['cpu'], peer: 'tfjs-cpu.mjs' },
  {
    name: 'netwright-wasm',
    races: ['cpu'],
    target: 'wasm',
    promises: [
      { race: 'cpu', other: 'ort-wasm', times: 2.4 },
      { race: 'cpu', other: 'tfjs-wasm', times: 1.7 },
    ],
    sizes: { bundle: 60e3 },
  },
  {
    name: 'tfjs-wasm',
    races: ['cpu'],
    peer: 'tfjs-wasm.mjs',
    fetches: ['@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'],
  },
  {
    name: 'ort-wasm',
    races: ['cpu'],
    peer: 'ort-wasm.mjs',
    fetches: ['onnxruntime-web/dist/ort-wasm-simd-threaded.wasm'],
    reads: 'onnx',
  },
  {
    name: 'netwright-wgsl',
    races: ['browser', 'dawn'],
    target: 'wgsl',
    promises: [
      { race: 'browser', adapter: 'gpu', other: 'ort-webgpu-capture', times: 1.7 },
      { race: 'browser', adapter: 'gpu', other: 'tfjs-webgpu', times: 2.5 },
      { race: 'browser', adapter: 'software', other: 'ort-webgpu-capture', times: 1 },
      { race: 'browser', adapter: 'software', other: 'ort-webgpu', times: 1 },
      { race: 'browser', adapter: 'software', other: 'tfjs-webgpu', times: 1 },
    ],
    sizes: { bundle: 80e3 },
  },
  // Before the one without capture: of two that share shaders, the later finds them compiled.
  {
    name: 'ort-webgpu-capture',
    races: ['browser', 'dawn'],
    peer: 'ort-webgpu-capture.mjs',
    fetches: [ortWasm],
    reads: 'onnx',
  },
  {
    name: 'ort-webgpu',
    races: ['browser', 'dawn'],
    peer: 'ort-webgpu.mjs',
    fetches: [ortWasm],
    reads: 'onnx',
  },
  { name: 'tfjs-webgpu', races: ['browser', 'dawn'], peer: 'tfjs-webgpu.mjs' },
];
