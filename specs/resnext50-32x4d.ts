/** ResNeXt-50 32x4d (https://arxiv.org/abs/1611.05431): the 3x3 convolutions in 32 groups. */

import { defineSpec, imagenetPreprocessing, imageSettings } from 'netwright';
import { ResNet } from './resnet/bottleneck.ts';

export default defineSpec({
  name: 'resnext50-32x4d',
  summary: 'ResNeXt-50 32x4d, as torchvision',
  settings: imageSettings,
  network: ({ classes }) => new ResNet([3, 4, 6, 3], classes, { groups: 32, widthPerGroup: 4 }),
  input: ({ batch, height, width }) => [batch, 3, height, width],
  outputs: ['logits'],
  preprocessing: imagenetPreprocessing,
  labels: 'imagenet',
});
