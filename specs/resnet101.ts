/** ResNet-101 v1.5 (https://arxiv.org/abs/1512.03385), as torchvision has it. */

import { defineSpec, imagenetPreprocessing, imageSettings } from 'netwright';
import { ResNet } from './resnet/bottleneck.ts';

export default defineSpec({
  name: 'resnet101',
  summary: 'ResNet-101 v1.5, as torchvision',
  settings: imageSettings,
  network: ({ classes }) => new ResNet([3, 4, 23, 3], classes),
  input: ({ batch, height, width }) => [batch, 3, height, width],
  outputs: ['logits'],
  preprocessing: imagenetPreprocessing,
  labels: 'imagenet',
});
