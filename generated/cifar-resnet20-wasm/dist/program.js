import { labels } from './labels.js';
/** 272,474 parameters, 40.8 MMACs a run. */
export const program = {
    name: 'cifar-resnet20',
    target: 'wasm',
    inputs: [{ name: 'input', shape: [1, 3, 32, 32], offset: 16384 }],
    outputs: [{ name: 'logits', shape: [1, 10], offset: 64 }],
    classes: { output: 0, probabilities: false },
    parameters: 272474,
    macs: 40813184,
    bytes: {
        download: 1088576,
        weights: 1088320,
        prepared: 3944448,
        activations: 131072,
        scratch: 313216,
    },
    plan: '4df2afb2aad74cae',
    preprocessing: { resize: 32, height: 32, width: 32, mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
    labels,
};
