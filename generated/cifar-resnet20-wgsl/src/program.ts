/** What cifar-resnet20 is and costs: known before any weights are fetched. */
import type { Program } from './runtime/program.ts';
import { labels } from './labels.ts';

/** Shape of the input, row-major. */
export type InputShape = readonly [1, 3, 32, 32];
/** Shape of the output, row-major. */
export type OutputShape = readonly [1, 10];

/** 272,474 parameters, 40.8 MMACs a run. */
export const program: Program = {
  name: 'cifar-resnet20',
  target: 'wgsl',
  inputs: [{ name: 'input', shape: [1, 3, 32, 32], offset: 16384 }],
  outputs: [{ name: 'logits', shape: [1, 10], offset: 0 }],
  classes: { output: 0, probabilities: false },
  parameters: 272474,
  macs: 40813184,
  bytes: {
    download: 1095936,
    weights: 1095680,
    prepared: 0,
    activations: 163840,
    scratch: 0,
  },
  plan: '5c4203d95a2294ba',
  slots: {
    weights: [273920],
    arena: [16384, 16384, 8192],
  },
  limits: {
    maxBufferSize: 1095680,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupSizeX: 256,
    maxComputeWorkgroupSizeY: 8,
    maxComputeWorkgroupSizeZ: 1,
    maxComputeWorkgroupStorageSize: 16384,
    maxComputeWorkgroupsPerDimension: 64,
    maxStorageBufferBindingSize: 147456,
    maxStorageBuffersPerShaderStage: 4,
  },
  features: [],
  preprocessing: { resize: 32, height: 32, width: 32, mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
  labels,
};
