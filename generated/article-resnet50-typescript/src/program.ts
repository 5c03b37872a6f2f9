/** What article-resnet50 is and costs: known before any weights are fetched. */
import type { Program } from './runtime/interface.ts';
import { labels } from './labels.ts';

/** Shape of the input, row-major. */
export type InputShape = readonly [1, 3, 224, 224];
/** Shape of the output, row-major. */
export type OutputShape = readonly [1, 1000];

/** 21,797,672 parameters, 3.66 GMACs a run. */
export const program: Program = {
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
