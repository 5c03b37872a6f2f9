/**
 * The network of the article "Understanding ResNet50: A Deep Dive with PyTorch", member for member. It is called
 * ResNet50 there, but is built of basic blocks, and so is ResNet-34 in all but name: 21,797,672 parameters.
 */

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
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
  type Tensor,
} from 'netwright';
import { repeat } from './resnet/stages.ts';

/** The basic block with a skip connection. */
class BasicBlock<In extends number, Out extends number, Stride extends number> extends Module {
  readonly conv1;
  readonly bn1;
  readonly relu = new ReLU({ inplace: true });
  readonly conv2;
  readonly bn2;
  readonly shortcut;

  constructor(inChannels: In, outChannels: Out, stride: Stride) {
    super();
    this.conv1 = new Conv2d(inChannels, outChannels, { kernel: 3, stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(outChannels);
    this.conv2 = new Conv2d(outChannels, outChannels, { kernel: 3, padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(outChannels);
    const projection = new Conv2d(inChannels, outChannels, { kernel: 1, stride, bias: false });
    this.shortcut =
      stride !== 1 || (inChannels as number) !== outChannels
        ? new Sequential(projection, new BatchNorm2d(outChannels))
        : new Sequential<[typeof projection]>();
  }

  forward<N extends number, H extends number, W extends number>(x: Tensor<[N, In, H, W]>) {
    const hidden = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    const out = this.bn2.forward(this.conv2.forward(hidden));
    return this.relu.forward(add(out, this.shortcut.forward(x)));
  }
}

function makeLayer<In extends number, Out extends number, Stride extends number>(
  inChannels: In,
  outChannels: Out,
  blocks: number,
  stride: Stride,
) {
  const rest = repeat(blocks - 1, () => new BasicBlock(outChannels, outChannels, 1));
  return new Sequential(new BasicBlock(inChannels, outChannels, stride), ...rest);
}

/** The whole network. */
export class ResNet50<Classes extends number> extends Module {
  readonly conv1 = new Conv2d(3, 64, { kernel: 7, stride: 2, padding: 3, bias: false });
  readonly bn1 = new BatchNorm2d(64);
  readonly relu = new ReLU({ inplace: true });
  readonly maxpool = new MaxPool2d({ kernel: 3, stride: 2, padding: 1 });
  readonly layer1 = makeLayer(64, 64, 3, 1);
  readonly layer2 = makeLayer(64, 128, 4, 2);
  readonly layer3 = makeLayer(128, 256, 6, 2);
  readonly layer4 = makeLayer(256, 512, 3, 2);
  readonly avgpool = new AdaptiveAvgPool2d([1, 1]);
  readonly fc;

  constructor(classes: Classes) {
    super();
    this.fc = new Linear(512, classes);
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
  name: 'article-resnet50',
  summary: 'the network that the article calls ResNet50: basic blocks, 3-4-6-3',
  settings: imageSettings,
  network: ({ classes }) => new ResNet50(classes),
  input: ({ batch, height, width }) => [batch, 3, height, width],
  outputs: ['logits'],
  preprocessing: imagenetPreprocessing,
  labels: 'imagenet',
});
