import { labels } from './labels.js';
/** 25,557,032 parameters, 4.09 GMACs a run. */
export const program = {
    name: 'resnet50',
    target: 'wgsl',
    inputs: [{ name: 'input', shape: [1, 3, 224, 224], offset: 802816 }],
    outputs: [{ name: 'logits', shape: [1, 1000], offset: 0 }],
    classes: { output: 0, probabilities: false },
    parameters: 25557032,
    macs: 4089184256,
    bytes: {
        download: 102124288,
        weights: 102124032,
        prepared: 0,
        activations: 5619712,
        scratch: 0,
    },
    plan: 'b5abbbc1dbd75c9b',
    slots: {
        weights: [25531008],
        arena: [802816, 401408, 200704],
    },
    limits: {
        maxBufferSize: 102124032,
        maxComputeInvocationsPerWorkgroup: 256,
        maxComputeWorkgroupSizeX: 256,
        maxComputeWorkgroupSizeY: 8,
        maxComputeWorkgroupSizeZ: 1,
        maxComputeWorkgroupStorageSize: 16384,
        maxComputeWorkgroupsPerDimension: 784,
        maxStorageBufferBindingSize: 9437184,
        maxStorageBuffersPerShaderStage: 4,
    },
    features: [],
    preprocessing: { resize: 256, height: 224, width: 224, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    labels,
};
