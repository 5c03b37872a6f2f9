/** Wide ResNet-50-2 (https://arxiv.org/abs/1605.07146): bottlenecks twice as wide inside. */

import { defineSpec, imagenetPreprocessing, imageSettings } from 'netwright';
import { ResNet } from './resnet/bottleneck.ts';

export default defineSpec({
  name: 'wide-resnet50-2',
  summary: 'Wide ResNet-50-2, as torchvision',
  settings: imageSettings,
  network: ({ classes }) => new ResNet([3, 4, 6, 3], classes, { widthPerGroup: 128 }),
  input: ({ batch, height, width }) => [batch, 3, height, width],
  outputs: ['logits'],
  preprocessing: imagenetPreprocessing,
  labels: 'imagenet',
});
