/** TensorFlow.js on WebGPU. */

import '@tensorflow/tfjs-backend-webgpu';
import { tfjsOn } from './tfjs.mjs';

export const peer = tfjsOn('webgpu');
