/** ResNet-20 for CIFAR-10 (https://arxiv.org/abs/1512.03385, section 4.2), whose trained weights come along. */

import { defineSpec, imageSettingsOf } from 'netwright';
import { CifarResNet } from './cifar/resnet.ts';

export default defineSpec({
  name: 'cifar-resnet20',
  summary: 'ResNet-20 for images of 32x32 pixels, trained on CIFAR-10',
  settings: imageSettingsOf({ classes: 10, height: 32, width: 32 }),
  network: ({ classes }) => new CifarResNet(3, classes),
  input: ({ batch, height, width }) => [batch, 3, height, width],
  outputs: ['logits'],
  preprocessing: ({ height, width }) => ({
    resize: Math.max(height, width),
    // Of the training set's pixels.
    mean: [0.4914, 0.4822, 0.4465],
    std: [0.247, 0.2435, 0.2616],
  }),
  labels: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
});
