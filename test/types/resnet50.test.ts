/** Literal shapes through the whole of ResNet-50. */

import { flatten } from 'netwright';
import { expectTypeOf, test } from 'vitest';
import { ResNet } from '../../specs/resnet/bottleneck.ts';
import { expectShape, inputOf } from './shapes.ts';

const net = new ResNet([3, 4, 6, 3], 1000);

test('224x224, layer by layer', () => {
  const conv1 = net.conv1.forward(inputOf(net, [1, 3, 224, 224]));
  expectShape(conv1, [1, 64, 112, 112]);
  const stem = net.maxpool.forward(net.relu.forward(net.bn1.forward(conv1)));
  expectShape(stem, [1, 64, 56, 56]);
  const layer1 = net.layer1.forward(stem);
  expectShape(layer1, [1, 256, 56, 56]);
  const layer2 = net.layer2.forward(layer1);
  expectShape(layer2, [1, 512, 28, 28]);
  const layer3 = net.layer3.forward(layer2);
  expectShape(layer3, [1, 1024, 14, 14]);
  const layer4 = net.layer4.forward(layer3);
  expectShape(layer4, [1, 2048, 7, 7]);
  const pooled = net.avgpool.forward(layer4);
  expectShape(pooled, [1, 2048, 1, 1]);
  const features = flatten(pooled);
  expectShape(features, [1, 2048]);
  expectShape(net.fc.forward(features), [1, 1000]);
});

test('97x131, layer by layer', () => {
  const stem = net.maxpool.forward(net.conv1.forward(inputOf(net, [2, 3, 97, 131])));
  expectShape(stem, [2, 64, 25, 33]);
  const layer2 = net.layer2.forward(net.layer1.forward(stem));
  expectShape(layer2, [2, 512, 13, 17]);
  expectShape(net.layer4.forward(net.layer3.forward(layer2)), [2, 2048, 4, 5]);
});

test('as a whole', () => {
  const { logits, features } = net.forward(inputOf(net, [1, 3, 224, 224]));
  expectShape(logits, [1, 1000]);
  expectShape(features, [1, 2048]);
  expectShape(net.forward(inputOf(net, [3, 3, 33, 97])).logits, [3, 1000]);
});

test('classes and sizes known at run time widen, and nothing else does', () => {
  const classes: number = 10;
  const size: number = 64;
  const small = new ResNet([1, 1, 1, 1], classes);
  expectTypeOf(small.forward(inputOf(small, [2, 3, 64, 64])).logits.shape).toEqualTypeOf<[2, number]>();
  expectTypeOf(net.forward(inputOf(net, [2, 3, size, size])).logits.shape).toEqualTypeOf<[2, 1000]>();
  expectTypeOf(net.conv1.forward(inputOf(net, [2, 3, 33, size])).shape).toEqualTypeOf<[2, 64, 17, number]>();
});
