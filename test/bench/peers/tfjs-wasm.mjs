/** TensorFlow.js on its WebAssembly backend, with SIMD. */

import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { env } from '@tensorflow/tfjs-core';
import { tfjsOn } from './tfjs.mjs';

// Beside the bundle: in a worker, the backend would look beside the worker's own script.
if ('location' in globalThis) setWasmPaths(new URL('./', import.meta.url).href);

export const peer = tfjsOn('wasm', {
  configure(threads) {
    // Else it takes its module for threads for one thread, too, where threads can be had.
    if (threads === 1) env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setThreadsCount(threads);
    // It never takes more than half of the processors, for it reckons with two logical ones in each.
    const processors = globalThis.navigator?.hardwareConcurrency;
    if (processors !== undefined && processors < 2 * threads) {
      Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads });
    }
  },
  threads: getThreadsCount,
});
