/** Shapes through Sequential: of layers that each change the shape, of blocks, of a number known at run time. */

import {
  AdaptiveAvgPool2d,
  add,
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  concat,
  Dropout,
  Flatten,
  Identity,
  Linear,
  MaxPool2d,
  Module,
  ModuleList,
  ReLU,
  Sequential,
  type Tensor,
} from 'netwright';
import { expectTypeOf, test } from 'vitest';
import { BasicBlock } from '../../specs/resnet/blocks.ts';
import { expectShape, inputOf } from './shapes.ts';

/** Convolution, batch norm, ReLU. */
function unit<In extends number, Out extends number, Stride extends number>(
  inChannels: In,
  out: Out,
  stride: Stride,
) {
  return new Sequential(
    new Conv2d(inChannels, out, { kernel: 3, stride, padding: 1, bias: false }),
    new BatchNorm2d(out),
    new ReLU(),
  );
}

test('a VGG from convolution to classifier', () => {
  const conv = { kernel: 3, padding: 1 } as const;
  const vgg = new Sequential(
    new Conv2d(3, 64, conv),
    new ReLU(),
    new Conv2d(64, 64, conv),
    new ReLU(),
    new MaxPool2d({ kernel: 2 }),
    new Conv2d(64, 128, conv),
    new ReLU(),
    new Conv2d(128, 128, conv),
    new ReLU(),
    new MaxPool2d({ kernel: 2 }),
    new Conv2d(128, 256, conv),
    new ReLU(),
    new Conv2d(256, 256, conv),
    new ReLU(),
    new MaxPool2d({ kernel: 2 }),
    new Conv2d(256, 512, conv),
    new ReLU(),
    new MaxPool2d({ kernel: 2 }),
    new Conv2d(512, 512, conv),
    new ReLU(),
    new MaxPool2d({ kernel: 2 }),
    new AdaptiveAvgPool2d(7),
    new Flatten(),
    new Linear(25088, 4096),
    new ReLU(),
    new Dropout(),
    new Linear(4096, 1000),
  );
  expectShape(vgg.forward(inputOf(vgg, [1, 3, 224, 224])), [1, 1000]);
  expectShape(vgg.forward(inputOf(vgg, [2, 3, 97, 131])), [2, 1000]);
  const height: number = 97;
  expectTypeOf(vgg.forward(inputOf(vgg, [2, 3, height, 131])).shape).toEqualTypeOf<[2, 1000]>();
});

test('Sequentials in a Sequential', () => {
  const net = new Sequential(
    unit(3, 16, 2),
    new Sequential(unit(16, 32, 1), new MaxPool2d({ kernel: 3, stride: 2, ceilMode: true })),
    new Identity(),
    unit(32, 8, 1),
  );
  expectShape(net.forward(inputOf(net, [1, 3, 97, 131])), [1, 8, 24, 33]);
});

test('batch norm first: the rank of the input is that of the first member that says', () => {
  const net = new Sequential(new ReLU(), new BatchNorm2d(8), new ReLU(), new Conv2d(8, 16, { kernel: 1 }));
  expectShape(net.forward(inputOf(net, [1, 8, 5, 7])), [1, 16, 5, 7]);
});

test('blocks of one’s own: the first gives the signature where the others keep the shape', () => {
  const stage = new Sequential(new BasicBlock(8, 16, 2), new BasicBlock(16, 16, 1));
  expectShape(stage.forward(inputOf(stage, [1, 8, 33, 97])), [1, 16, 17, 49]);
});

test('blocks of one’s own in a number known at run time', () => {
  const rest = Array.from({ length: 3 }, () => new BasicBlock(16, 16, 1));
  const stage = new Sequential(new BasicBlock(8, 16, 2), ...rest);
  expectShape(stage.forward(inputOf(stage, [1, 8, 33, 97])), [1, 16, 17, 49]);
});

test('a block of one’s own that changes sizes between others: those are numbers, channels stay known', () => {
  const net = new Sequential(
    unit(3, 8, 1),
    new BasicBlock(8, 16, 2),
    new AdaptiveAvgPool2d(1),
    new Flatten(),
  );
  expectShape(net.forward(inputOf(net, [1, 3, 33, 97])), [1, 16]);
  const open = new Sequential(unit(3, 8, 1), new BasicBlock(8, 16, 2));
  expectTypeOf(open.forward(inputOf(open, [1, 3, 33, 97])).shape).toEqualTypeOf<[1, 16, number, number]>();
});

/** Branches joined along channels, sizes kept. */
class Inception<In extends number> extends Module {
  readonly narrow;
  readonly wide;
  readonly pooled;

  constructor(inChannels: In) {
    super();
    this.narrow = unit(inChannels, 32, 1);
    this.wide = new Sequential(unit(inChannels, 16, 1), unit(16, 64, 1));
    this.pooled = new Sequential(
      new MaxPool2d({ kernel: 3, stride: 1, padding: 1, ceilMode: true }),
      new Conv2d(inChannels, 16, { kernel: 1 }),
    );
  }

  forward<N extends number, H extends number, W extends number>(x: Tensor<[N, In, H, W]>) {
    return concat(this.narrow.forward(x), this.wide.forward(x), this.pooled.forward(x));
  }
}

test('branches of Sequentials joined in a generic block', () => {
  const net = new Sequential(unit(3, 8, 2), new Inception(8), new MaxPool2d({ kernel: 3, stride: 2 }));
  expectShape(net.forward(inputOf(net, [2, 3, 33, 131])), [2, 112, 8, 32]);
});

/** A network whose stages are Sequentials, generic in everything but classes. */
class Generic<Classes extends number> extends Module {
  readonly stem = unit(3, 8, 2);
  readonly branch = new Sequential(new ReLU(), new Conv2d(8, 8, { kernel: 3, padding: 1 }));
  readonly head;

  constructor(classes: Classes) {
    super();
    this.head = new Sequential(
      new AdaptiveAvgPool2d(1),
      new Flatten(),
      new BatchNorm1d(8),
      new Linear(8, classes),
    );
  }

  forward<N extends number, H extends number, W extends number>(x: Tensor<[N, 3, H, W]>) {
    const stem = this.stem.forward(x);
    return this.head.forward(add(stem, this.branch.forward(stem)));
  }
}

test('Sequentials within a generic forward', () => {
  const net = new Generic(10);
  expectShape(net.forward(inputOf(net, [2, 3, 33, 97])), [2, 10]);
});

test('a ModuleList gives its members under their own types', () => {
  const list = new ModuleList(unit(3, 8, 2), unit(8, 16, 2));
  const x = list.at(0).forward(inputOf(list, [1, 3, 33, 97]));
  expectShape(list.at(1).forward(x), [1, 16, 9, 25]);
  expectTypeOf(list.length).toEqualTypeOf<2>();
});
