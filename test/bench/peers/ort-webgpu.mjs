/** ONNX Runtime Web on WebGPU, every kernel dispatched anew in each run. */

import { ortOnWebgpu } from './ort.mjs';

export const peer = ortOnWebgpu('ort-webgpu', { isCaptured: false });
