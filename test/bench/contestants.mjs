/**
 * Everyone who runs. A new peer is a file in `peers/`, its packages in this folder's package.json, and a record here;
 * a new target of Netwright is a record.
 */

/** @import { Contestant, RaceName } from './types.ts' */

const ortWasm = 'onnxruntime-web/dist/ort-wasm-simd-threaded.jspi.wasm';
const tfjsWasm = '@tensorflow/tfjs-backend-wasm/dist';

/** JavaScript and WebAssembly: in Node, and in Chromium, in a page and in a worker. @type {readonly RaceName[]} */
const cpu = ['cpu', 'browser-cpu', 'worker-cpu'];

/** @type {readonly Contestant[]} */
export const contestants = [
  {
    name: 'netwright-typescript',
    races: cpu,
    target: 'typescript',
    threaded: cpu,
    promises: [
      { races: cpu, other: 'tfjs-cpu', times: 5 },
      { races: cpu, threads: 2, other: 'tfjs-cpu', times: 9 },
    ],
    sizes: { sources: 60e3, scripts: 60e3 },
  },
  { name: 'tfjs-cpu', races: cpu, peer: 'tfjs-cpu.mjs' },
  {
    name: 'netwright-wasm',
    races: cpu,
    target: 'wasm',
    threaded: cpu,
    promises: [
      { races: cpu, other: 'ort-wasm', times: 2.4 },
      { races: cpu, threads: 2, other: 'ort-wasm', times: 2.5 },
      { races: cpu, other: 'tfjs-wasm', times: 1.7 },
    ],
    sizes: { bundle: 60e3 },
  },
  {
    name: 'tfjs-wasm',
    races: cpu,
    peer: 'tfjs-wasm.mjs',
    // In Node it has one thread whatever it is told: https://github.com/tensorflow/tfjs/issues/3830.
    threaded: ['browser-cpu', 'worker-cpu'],
    fetches: [`${tfjsWasm}/tfjs-backend-wasm-simd.wasm`],
    fetchesThreaded: [`${tfjsWasm}/tfjs-backend-wasm-threaded-simd.wasm`],
  },
  {
    name: 'ort-wasm',
    races: cpu,
    peer: 'ort-wasm.mjs',
    threaded: cpu,
    fetches: ['onnxruntime-web/dist/ort-wasm-simd-threaded.wasm'],
    reads: 'onnx',
  },
  {
    name: 'ort-node',
    races: ['cpu'],
    peer: 'ort-node.mjs',
    isNative: true,
    threaded: ['cpu'],
    reads: 'onnx',
  },
  { name: 'pytorch', races: ['cpu'], peer: 'pytorch.py', isNative: true, threaded: ['cpu'] },
  {
    name: 'netwright-wgsl',
    races: ['browser', 'dawn'],
    target: 'wgsl',
    promises: [
      { races: ['browser'], adapter: 'gpu', other: 'ort-webgpu-capture', times: 1.7 },
      { races: ['browser'], adapter: 'gpu', other: 'tfjs-webgpu', times: 2.5 },
      { races: ['browser'], adapter: 'software', other: 'ort-webgpu-capture', times: 1 },
      { races: ['browser'], adapter: 'software', other: 'ort-webgpu', times: 1 },
      { races: ['browser'], adapter: 'software', other: 'tfjs-webgpu', times: 1 },
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
