/** The residual blocks of torchvision's ResNets (https://github.com/pytorch/vision/blob/main/torchvision/models/resnet.py). */

import { add, BatchNorm2d, Conv2d, like, Module, ReLU, Sequential, type Tensor } from 'netwright';

/** What a skip needs where the block changes channels or size: a 1x1 convolution and its batch norm. */
export function downsample<In extends number, Out extends number, Stride extends number>(
  inChannels: In,
  out: Out,
  stride: Stride,
) {
  if (stride === 1 && (inChannels as number) === out) return undefined;
  return new Sequential(
    new Conv2d(inChannels, out, { kernel: 1, stride, bias: false }),
    new BatchNorm2d(out),
  );
}

/** Two 3x3 convolutions: ResNet-18 and -34. */
export class BasicBlock<In extends number, Out extends number, Stride extends number> extends Module {
  readonly conv1;
  readonly bn1;
  readonly relu = new ReLU({ inplace: true });
  readonly conv2;
  readonly bn2;
  readonly downsample;

  constructor(inChannels: In, out: Out, stride: Stride) {
    super();
    this.conv1 = new Conv2d(inChannels, out, { kernel: 3, stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(out);
    this.conv2 = new Conv2d(out, out, { kernel: 3, padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(out);
    this.downsample = downsample(inChannels, out, stride);
  }

  forward<N extends number, H extends number, W extends number>(x: Tensor<[N, In, H, W]>) {
    const mixed = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    const y = this.bn2.forward(this.conv2.forward(mixed));
    const skip = this.downsample ? this.downsample.forward(x) : like(x, y);
    return this.relu.forward(add(y, skip));
  }
}

/** Options of a bottleneck. */
export interface BottleneckOptions {
  /** Groups of the 3x3 convolution. */
  readonly groups?: number;
  /** Channels of each group where the plain block has 64. */
  readonly widthPerGroup?: number;
}

/** 1x1, 3x3, 1x1 with a quarter of the channels inside, the stride on the 3x3: "v1.5". */
export class Bottleneck<In extends number, Out extends number, Stride extends number> extends Module {
  readonly conv1;
  readonly bn1;
  readonly conv2;
  readonly bn2;
  readonly conv3;
  readonly bn3;
  readonly relu = new ReLU({ inplace: true });
  readonly downsample;

  constructor(inChannels: In, out: Out, stride: Stride, options: BottleneckOptions = {}) {
    super();
    const { groups = 1, widthPerGroup = 64 } = options;
    const width = Math.floor((out / 4) * (widthPerGroup / 64)) * groups;
    this.conv1 = new Conv2d(inChannels, width, { kernel: 1, bias: false });
    this.bn1 = new BatchNorm2d(width);
    this.conv2 = new Conv2d(width, width, { kernel: 3, stride, padding: 1, groups, bias: false });
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
