/** ONNX Runtime Web on WebGPU with graph capture: the first run's commands are recorded, later runs replay them. */

import { ortOnWebgpu } from './ort.mjs';

export const peer = ortOnWebgpu('ort-webgpu-capture', { isCaptured: true });
