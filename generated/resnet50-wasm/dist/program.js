import { labels } from './labels.js';
/** 25,557,032 parameters, 4.09 GMACs a run. */
export const program = {
    name: 'resnet50',
    target: 'wasm',
    inputs: [{ name: 'input', shape: [1, 3, 224, 224], offset: 802816 }],
    outputs: [{ name: 'logits', shape: [1, 1000], offset: 2048 }],
    classes: { output: 0, probabilities: false },
    parameters: 25557032,
    macs: 4089184256,
    bytes: {
        download: 102122176,
        weights: 102121920,
        prepared: 89615104,
        activations: 5218304,
        scratch: 1113472,
    },
    plan: 'e3e487c94cb07fe3',
    preprocessing: { resize: 256, height: 224, width: 224, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    labels,
};
