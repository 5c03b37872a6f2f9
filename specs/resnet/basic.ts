/** The network of ResNet-18 and -34: a stem, four stages of basic blocks, a classifier. */

import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  flatten,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
  type Tensor,
} from 'netwright';
import { BasicBlock } from './blocks.ts';
import { type Depths, repeat } from './stages.ts';

function stage<In extends number, Out extends number, Stride extends number>(
  inChannels: In,
  out: Out,
  stride: Stride,
  blocks: number,
) {
  const rest = repeat(blocks - 1, () => new BasicBlock(out, out, 1));
  return new Sequential(new BasicBlock(inChannels, out, stride), ...rest);
}

/** ResNet-18 and -34. */
export class ResNet<Classes extends number> extends Module {
  readonly conv1 = new Conv2d(3, 64, { kernel: 7, stride: 2, padding: 3, bias: false });
  readonly bn1 = new BatchNorm2d(64);
  readonly relu = new ReLU({ inplace: true });
  readonly maxpool = new MaxPool2d({ kernel: 3, stride: 2, padding: 1 });
  readonly layer1;
  readonly layer2;
  readonly layer3;
  readonly layer4;
  readonly avgpool = new AdaptiveAvgPool2d([1, 1]);
  readonly fc;

  constructor(depths: Depths, classes: Classes) {
    super();
    this.layer1 = stage(64, 64, 1, depths[0]);
    this.layer2 = stage(64, 128, 2, depths[1]);
    this.layer3 = stage(128, 256, 2, depths[2]);
    this.layer4 = stage(256, 512, 2, depths[3]);
    this.fc = new Linear(512, classes);
  }

  forward<N extends number, H extends number, W extends number>(image: Tensor<[N, 3, H, W]>) {
    const stem = this.maxpool.forward(this.relu.forward(this.bn1.forward(this.conv1.forward(image))));
    const stage1 = this.layer1.forward(stem);
    const stage2 = this.layer2.forward(stage1);
    const stage3 = this.layer3.forward(stage2);
    const stage4 = this.layer4.forward(stage3);
    const features = flatten(this.avgpool.forward(stage4));
    return { logits: this.fc.forward(features), features, maps: stage4 };
  }
}
