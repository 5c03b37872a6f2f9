/** The ResNets of the paper's section 4.2 (https://arxiv.org/abs/1512.03385), for images of CIFAR-10. */

import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  flatten,
  Linear,
  Module,
  ReLU,
  Sequential,
  type Tensor,
} from 'netwright';
import { BasicBlock } from '../resnet/blocks.ts';
import { repeat } from '../resnet/stages.ts';

function stage<In extends number, Out extends number, Stride extends number>(
  inChannels: In,
  out: Out,
  stride: Stride,
  blocks: number,
) {
  const rest = repeat(blocks - 1, () => new BasicBlock(out, out, 1));
  return new Sequential(new BasicBlock(inChannels, out, stride), ...rest);
}

/**
 * `6 blocks + 2` layers: a 3x3 convolution, three stages of so many blocks, a classifier. Where a stage changes the
 * size, its shortcut is a projection, as in the paper's option B.
 */
export class CifarResNet<Classes extends number> extends Module {
  readonly conv1 = new Conv2d(3, 16, { kernel: 3, padding: 1, bias: false });
  readonly bn1 = new BatchNorm2d(16);
  readonly relu = new ReLU({ inplace: true });
  readonly layer1;
  readonly layer2;
  readonly layer3;
  readonly avgpool = new AdaptiveAvgPool2d([1, 1]);
  readonly fc;

  constructor(blocks: number, classes: Classes) {
    super();
    this.layer1 = stage(16, 16, 1, blocks);
    this.layer2 = stage(16, 32, 2, blocks);
    this.layer3 = stage(32, 64, 2, blocks);
    this.fc = new Linear(64, classes);
  }

  forward<N extends number, H extends number, W extends number>(image: Tensor<[N, 3, H, W]>) {
    const stem = this.relu.forward(this.bn1.forward(this.conv1.forward(image)));
    const stage1 = this.layer1.forward(stem);
    const stage2 = this.layer2.forward(stage1);
    const stage3 = this.layer3.forward(stage2);
    const features = flatten(this.avgpool.forward(stage3));
    return { logits: this.fc.forward(features), features };
  }
}
