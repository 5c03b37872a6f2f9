/** A model of every layer in the forms that its options take: the one of test/reference/modules.py, in the DSL. */

import {
  AdaptiveAvgPool2d,
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Flatten,
  GELU,
  Hardsigmoid,
  Hardswish,
  Identity,
  LeakyReLU,
  Linear,
  MaxPool2d,
  Module,
  ModuleList,
  ReLU,
  ReLU6,
  Sequential,
  Sigmoid,
  SiLU,
  Softmax,
  Tanh,
  type Tensor,
} from 'netwright';

/** A module that is only listed. */
abstract class Silent extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}

class Unit extends Silent {
  readonly conv;
  readonly act;

  constructor(channels: number, { inplace = false } = {}) {
    super();
    this.conv = new Conv2d(channels, channels, { kernel: 1 });
    this.act = new ReLU({ inplace });
  }
}

class Scale extends Silent {
  readonly factor: number;

  constructor(factor: number) {
    super();
    this.factor = factor;
  }

  override extraRepr(): string {
    return `factor=${this.factor}`;
  }
}

class Block extends Silent {
  readonly inner = new Scale(2);
  readonly again = this.inner;

  override extraRepr(): string {
    return 'first line\nsecond line';
  }
}

class Lines extends Silent {
  override extraRepr(): string {
    return 'first line\nsecond line';
  }
}

class Named extends Silent {
  readonly lines = new Lines();

  override extraRepr(): string {
    return 'one line';
  }
}

const slopes = [
  -2.5,
  1 / 3,
  1e-4,
  9.9e-5,
  1e-5,
  1.25e-7,
  5e-324,
  1e15,
  9999999999999998,
  1e16,
  1.5e16,
  123456789012345680,
  1e21,
  1e22,
  1e100,
  1.7976931348623157e308,
];

/** The model. It hands on what it is given: only its listing matters. */
export class Layers extends Silent {
  readonly convolutions = new Sequential(
    new Conv2d(3, 8, { kernel: 1 }),
    new Conv2d(8, 8, { kernel: 3, padding: 1, bias: false }),
    new Conv2d(8, 16, { kernel: [3, 5], stride: [2, 1], padding: [0, 2], dilation: [1, 2], groups: 4 }),
    new Conv2d(16, 16, { kernel: 3, dilation: 2, groups: 16, bias: false }),
    new Conv2d(16, 8, { kernel: 7, stride: 2, padding: [2, 3] }),
    new Conv2d(8, 8, { kernel: 3, padding: 0, dilation: 1, groups: 1, bias: true }),
    new Conv2d(8, 8, 3, 2, 1),
    new Conv2d(8, 8, [3, 4], { padding: 'same' }),
    new Conv2d(8, 8, 3, { padding: 'valid' }),
  );
  readonly norms = new ModuleList(
    new BatchNorm2d(8),
    new BatchNorm2d(8, { epsilon: 0.001 }),
    new BatchNorm1d(8),
    new BatchNorm1d(8, { epsilon: 1e-12 }),
    new BatchNorm2d(8, { momentum: 0.01 }),
    new BatchNorm2d(8, { momentum: null, affine: false }),
    new BatchNorm1d(8, 1e-3, 1, true, false),
    new BatchNorm2d(8, { affine: false, trackRunningStats: false }),
  );
  readonly linear = new Linear(8, 10);
  readonly bare = new Linear(10, 8, { bias: false });
  readonly pools = new ModuleList(
    new MaxPool2d({ kernel: 2 }),
    new MaxPool2d({ kernel: 3, stride: 2, padding: 1 }),
    new MaxPool2d({ kernel: [3, 2], stride: [2, 1], padding: [1, 0], dilation: [1, 2], ceilMode: true }),
    new MaxPool2d({ kernel: [3, 3], dilation: 2 }),
    new AvgPool2d({ kernel: 2 }),
    new AvgPool2d({ kernel: [2, 3], stride: 1, padding: [1, 0], ceilMode: true, countIncludePad: false }),
    new AvgPool2d({ kernel: 3, stride: [3, 2], padding: 1 }),
    new AdaptiveAvgPool2d(1),
    new AdaptiveAvgPool2d([1, 1]),
    new AdaptiveAvgPool2d([7, 5]),
    new MaxPool2d(3, 2, 1, 1),
    new AvgPool2d(3, 2, 1, true, false),
  );
  readonly activations = new ModuleList(
    new ReLU(),
    new ReLU({ inplace: true }),
    new ReLU({ inplace: false }),
    new ReLU6(),
    new ReLU6({ inplace: true }),
    new Sigmoid(),
    new SiLU(),
    new SiLU({ inplace: true }),
    new Tanh(),
    new Hardsigmoid(),
    new Hardsigmoid({ inplace: true }),
    new Hardswish(),
    new Hardswish({ inplace: true }),
    new LeakyReLU(),
    new LeakyReLU(0.2, { inplace: true }),
    new GELU(),
    new GELU('tanh'),
    new Softmax(),
    new Softmax(1),
    new Dropout(),
    new Dropout(0, { inplace: true }),
    new Identity(),
    new Flatten(),
    new Flatten(2),
    new Flatten(1, 2),
    new ReLU(true),
    new LeakyReLU(0.1, true),
  );
  readonly floats = new Sequential(new LeakyReLU(1), ...slopes.map(slope => new LeakyReLU(slope)));
  readonly runs = new ModuleList(
    new Unit(4),
    new Unit(4),
    new Unit(4),
    new Unit(4, { inplace: true }),
    new Unit(8),
    new Unit(8),
    new Scale(2),
    new ReLU(),
    new ReLU(),
    new Unit(4),
  );
  readonly nested = new ModuleList(
    new ModuleList(new Unit(4), new Unit(4)),
    new ModuleList(new Unit(4), new Unit(4)),
    new Sequential(new Unit(4), new Unit(4)),
    new Sequential(new ModuleList(new Tanh())),
  );
  readonly shared = this.nested.at(0);
  readonly tied = new ModuleList([this.linear, this.linear]);
  readonly none = new Sequential();
  readonly nothing = new ModuleList();
  readonly scale = new Scale(3);
  readonly block = new Block();
  readonly named = new Named();
}
