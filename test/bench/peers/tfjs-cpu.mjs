/** TensorFlow.js in plain JavaScript. */

import '@tensorflow/tfjs-backend-cpu';
import { tfjsOn } from './tfjs.mjs';

export const peer = tfjsOn('cpu');
