/** ResNet-34 (https://arxiv.org/abs/1512.03385), as torchvision has it. */

import { defineSpec, imagenetPreprocessing, imageSettings } from 'netwright';
import { ResNet } from './resnet/basic.ts';

export default defineSpec({
  name: 'resnet34',
  summary: 'ResNet-34, as torchvision',
  settings: imageSettings,
  network: ({ classes }) => new ResNet([3, 4, 6, 3], classes),
  input: ({ batch, height, width }) => [batch, 3, height, width],
  outputs: ['logits'],
  preprocessing: imagenetPreprocessing,
  labels: 'imagenet',
});
