import { labels } from './labels.js';
/** 21,797,672 parameters, 3.66 GMACs a run. */
export const program = {
    name: 'article-resnet50',
    target: 'typescript',
    inputs: [{ name: 'input', shape: [1, 3, 224, 224], offset: 802816 }],
    outputs: [{ name: 'logits', shape: [1, 1000], offset: 0 }],
    classes: { output: 0, probabilities: false },
    parameters: 21797672,
    macs: 3663761408,
    bytes: {
        download: 87156928,
        weights: 87156672,
        prepared: 66191360,
        activations: 4014080,
        scratch: 4477992,
    },
    plan: '671e09e303096a37',
    preprocessing: { resize: 256, height: 224, width: 224, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    labels,
};
