/** ResNet-50 as the paper has it (https://arxiv.org/abs/1512.03385), "v1": the stride is on each block's first 1x1. */

import {
  AdaptiveAvgPool2d,
  add,
  BatchNorm2d,
  Conv2d,
  defineSpec,
  flatten,
  imagenetPreprocessing,
  imageSettings,
  Linear,
  like,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
  type Tensor,
} from 'netwright';
import { downsample } from './resnet/blocks.ts';
import { repeat } from './resnet/stages.ts';

/** 1x1, 3x3, 1x1 with a quarter of the channels inside, the stride on the first 1x1: "v1". */
class Bottleneck<In extends number, Out extends number, Stride extends number> extends Module {
  readonly conv1;
  readonly bn1;
  readonly conv2;
  readonly bn2;
  readonly conv3;
  readonly bn3;
  readonly relu = new ReLU({ inplace: true });
  readonly downsample;

  constructor(inChannels: In, out: Out, stride: Stride) {
    super();
    const width = out / 4;
    this.conv1 = new Conv2d(inChannels, width, { kernel: 1, stride, bias: false });
    this.bn1 = new BatchNorm2d(width);
    this.conv2 = new Conv2d(width, width, { kernel: 3, padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(width);
    this.conv3 = new Conv2d(width, out, { kernel: 1, bias: false });
    this.bn3 = new BatchNorm2d(out);
    this.downsample = downsample(inChannels, out, stride);
  }

  forward<N extends number, H extends number, W extends number>(x: Tensor<[N, In, H, W]>) {
    const narrow = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    const mixed = this.relu.forward(this.bn2.forward(this.conv2.forward(narrow)));
    const wide = this.bn3.forward(this.conv3.forward(mixed));
    const skip = this.downsample ? this.downsample.forward(x) : like(x, wide);
    return this.relu.forward(add(wide, skip));
  }
}

function stage<In extends number, Out extends number, Stride extends number>(
  inChannels: In,
  out: Out,
  stride: Stride,
  blocks: number,
) {
  const rest = repeat(blocks - 1, () => new Bottleneck(out, out, 1));
  return new Sequential(new Bottleneck(inChannels, out, stride), ...rest);
}

/** The network; its parameters are named as torchvision's ResNet-50. */
export class ResNet<Classes extends number> extends Module {
  readonly conv1 = new Conv2d(3, 64, { kernel: 7, stride: 2, padding: 3, bias: false });
  readonly bn1 = new BatchNorm2d(64);
  readonly relu = new ReLU({ inplace: true });
  readonly maxpool = new MaxPool2d({ kernel: 3, stride: 2, padding: 1 });
  readonly layer1 = stage(64, 256, 1, 3);
  readonly layer2 = stage(256, 512, 2, 4);
  readonly layer3 = stage(512, 1024, 2, 6);
  readonly layer4 = stage(1024, 2048, 2, 3);
  readonly avgpool = new AdaptiveAvgPool2d([1, 1]);
  readonly fc;

  constructor(classes: Classes) {
    super();
    this.fc = new Linear(2048, classes);
  }

  forward<N extends number, H extends number, W extends number>(image: Tensor<[N, 3, H, W]>) {
    const stem = this.maxpool.forward(this.relu.forward(this.bn1.forward(this.conv1.forward(image))));
    const stage1 = this.layer1.forward(stem);
    const stage2 = this.layer2.forward(stage1);
    const stage3 = this.layer3.forward(stage2);
    const stage4 = this.layer4.forward(stage3);
    const features = flatten(this.avgpool.forward(stage4));
    return { logits: this.fc.forward(features), features };
  }
}

export default defineSpec({
  name: 'resnet50-v1',
  summary: 'ResNet-50 v1, as the paper: strides on the first 1x1 convolutions',
  settings: imageSettings,
  network: ({ classes }) => new ResNet(classes),
  input: ({ batch, height, width }) => [batch, 3, height, width],
  outputs: ['logits'],
  preprocessing: imagenetPreprocessing,
  labels: 'imagenet',
});
