/** TensorFlow.js on its WebAssembly backend, with SIMD, on one thread. */

import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import { tfjsOn } from './tfjs.mjs';

setThreadsCount(1);

export const peer = tfjsOn('wasm');
