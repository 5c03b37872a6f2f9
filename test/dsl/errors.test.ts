/**
 * What types cannot see is found when the graph is built: the error names the module, the shapes and what to do.
 * Sizes here are declared `number`, as a setting's are.
 */

import {
  AvgPool2d,
  add,
  BatchNorm2d,
  Conv2d,
  concat,
  Linear,
  like,
  MaxPool2d,
  Module,
  ModuleList,
  Sequential,
  Softmax,
  type Tensor,
  withShape,
} from 'netwright';
import { describe, expect, test } from 'vitest';
import { traceNetwork } from '../../compiler/dsl/spec.ts';
import { UserError } from '../../compiler/errors.ts';

type Image = Tensor<[number, number, number, number]>;

/** A size as the types see a setting. */
const setting = (value: number): number => value;

/** Members, and a body that composes them. */
class Block<M extends Readonly<Record<string, Module>>> extends Module {
  readonly members: M;
  readonly body: (members: M, x: Image) => Tensor;

  constructor(members: M, body: (members: M, x: Image) => Tensor) {
    super();
    Object.assign(this, members);
    this.members = members;
    this.body = body;
  }

  forward(x: Image): Tensor {
    return this.body(this.members, x);
  }
}

/** A network of one block, for paths of more than one part. */
class Net extends Module {
  readonly block: Module & { forward(x: Image): Tensor };

  constructor(block: Module & { forward(x: Image): Tensor }) {
    super();
    this.block = block;
  }

  forward(x: Image): Tensor {
    return this.block.forward(x);
  }
}

/** The error of building a network of these members, which are under `block`. */
function errorOf<M extends Readonly<Record<string, Module>>>(
  members: M,
  body: (members: M, x: Image) => Tensor,
  shape: readonly number[] = [1, 3, 32, 32],
): UserError {
  try {
    traceNetwork('net', new Net(new Block(members, body)), shape);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('the graph was built');
}

describe('an error of the graph names the module, both shapes and the fix', () => {
  test('channels of a convolution', () => {
    const error = errorOf({ conv: new Conv2d(setting(4), 8, { kernel: 3 }) }, ({ conv }, x) =>
      conv.forward(x),
    );
    expect(error.code).toBe('shape-mismatch');
    expect(error.at).toBe('block.conv');
    expect(error.message).toMatchInlineSnapshot(`
      "block.conv: conv2d expects 4 input channels (weight [8, 4, 3, 3], groups 1), got 3 in [1, 3, 32, 32]
        fix: make its input channels equal to the channels of what it reads"
    `);
  });

  test('channels of a batch norm', () => {
    const error = errorOf({ bn: new BatchNorm2d(setting(4)) }, ({ bn }, x) => bn.forward(x));
    expect(error.at).toBe('block.bn');
    expect(error.message).toMatchInlineSnapshot(`
      "block.bn: batchNorm of 4 channels reads [1, 3, 32, 32], which has 3 channels
        fix: give it the number of output channels of the layer before it"
    `);
  });

  test('features of a linear layer', () => {
    const error = errorOf(
      { fc: new Linear(setting(512), 10) },
      ({ fc }, x) => fc.forward(x as unknown as Tensor<[number, number]>),
      [1, 25088],
    );
    expect(error.at).toBe('block.fc');
    expect(error.message).toMatchInlineSnapshot(`
      "block.fc: linear expects [..., 512] for its weight [10, 512], got [1, 25088]
        fix: flatten the input first, and make its features equal to what it reads"
    `);
  });

  test('a residual', () => {
    const error = errorOf({ conv: new Conv2d(3, 3, { kernel: setting(3) }) }, ({ conv }, x) =>
      add<readonly number[]>(x, conv.forward(x as Tensor<[1, 3, number, number]>)),
    );
    expect(error.at).toBe('block');
    expect(error.message).toMatchInlineSnapshot(`
      "block: add of [1, 3, 32, 32] and [1, 3, 30, 30]: sizes must be equal, or 1
        fix: make both branches end with the same channels and strides, for instance by a 1x1 convolution on the skip"
    `);
  });

  test('a skip said to have the shape of the other branch', () => {
    const error = errorOf({ conv: new Conv2d(3, 8, { kernel: 3, stride: 2 }) }, ({ conv }, x) =>
      like(x, conv.forward(x as Tensor<[1, 3, number, number]>)),
    );
    expect(error.at).toBe('block');
    expect(error.message).toMatchInlineSnapshot(`
      "block: expected [1, 8, 15, 15], got [1, 3, 32, 32]
        fix: make both branches end with the same channels and strides, for instance by a 1x1 convolution on the skip"
    `);
  });

  test('a shape said to be another', () => {
    const error = errorOf({}, (_, x) => withShape(x, [1, 3, 31, 32]));
    expect(error.message).toMatchInlineSnapshot(`
      "block: expected [1, 3, 31, 32], got [1, 3, 32, 32]
        fix: say the shape that it has, or change the layers before it"
    `);
  });

  test('concat', () => {
    const error = errorOf({ pool: new MaxPool2d({ kernel: setting(2) }) }, ({ pool }, x) =>
      concat(x, pool.forward(x)),
    );
    expect(error.at).toBe('block');
    expect(error.message).toMatchInlineSnapshot(
      `
      "block: concat along axis 1 of [1, 3, 32, 32] and [1, 3, 16, 16]: all other sizes must be equal
        fix: make every branch end with the same height and width"
    `,
    );
  });

  test('a window larger than its input', () => {
    const error = errorOf(
      { conv: new Conv2d(3, 8, { kernel: setting(7), padding: [1, 0] }) },
      ({ conv }, x) => conv.forward(x as Tensor<[1, 3, number, number]>),
      [1, 3, 4, 9],
    );
    expect(error.code).toBe('window-too-large');
    expect(error.at).toBe('block.conv');
    expect(error.message).toMatchInlineSnapshot(`
      "block.conv: conv2d: a 7x7 window does not fit the padded 4x9 input
        fix: give a larger input, or more padding"
    `);
  });

  test('padding of more than half a pooling window', () => {
    const error = errorOf({ pool: new AvgPool2d({ kernel: 2, padding: setting(2) }) }, ({ pool }, x) =>
      pool.forward(x),
    );
    expect(error.at).toBe('block.pool');
    expect(error.message).toMatchInlineSnapshot(
      `
      "block.pool: averagePool: padding 2 is more than half of the window's 2
        fix: give less padding, or a larger window"
    `,
    );
  });

  test('an image where there is none', () => {
    const error = errorOf({ pool: new AvgPool2d({ kernel: 2 }) }, ({ pool }, x) => pool.forward(x), [1, 10]);
    expect(error.at).toBe('block.pool');
    expect(error.message).toMatchInlineSnapshot(
      `
      "block.pool: averagePool takes an image [batch, channels, height, width], got [1, 10]
        fix: put it before whatever flattens the image"
    `,
    );
  });

  test('groups that do not divide the channels', () => {
    const error = errorOf({ conv: new Conv2d(3, 8, { kernel: 1, groups: 2 }) }, ({ conv }, x) =>
      conv.forward(x as Tensor<[1, 3, number, number]>),
    );
    expect(error.at).toBe('block.conv');
    expect(error.message).toMatchInlineSnapshot(`
      "block.conv: conv2d cannot divide 3 input and 8 output channels into 2 groups
        fix: make both a multiple of the groups"
    `);
  });

  test('an axis that there is not', () => {
    const error = errorOf({ softmax: new Softmax(4) }, ({ softmax }, x) => softmax.forward(x));
    expect(error.at).toBe('block.softmax');
    expect(error.message).toMatchInlineSnapshot(
      `
      "block.softmax: softmax along axis 4 of [1, 3, 32, 32], which has 4 axes
        fix: count axes from 0, or from the end with -1"
    `,
    );
  });

  test('a member deep in a Sequential', () => {
    const unit = (channels: number) =>
      new Sequential(new Conv2d(channels, 8, { kernel: 1 }), new BatchNorm2d(setting(8)));
    const error = errorOf({ stage: new Sequential(unit(3), unit(9)) }, ({ stage }, x) => stage.forward(x));
    expect(error.at).toBe('block.stage.1.0');
    expect(error.message).toMatchInlineSnapshot(`
      "block.stage.1.0: conv2d expects 9 input channels (weight [8, 9, 1, 1], groups 1), got 8 in [1, 8, 32, 32]
        fix: make its input channels equal to the channels of what it reads"
    `);
  });
});

describe('modules where they cannot be', () => {
  test('a module with parameters that is no member', () => {
    class Loose extends Module {
      readonly convs = [new Conv2d(3, 8, { kernel: 1 })] as const;
      forward(x: Tensor<[number, 3, number, number]>) {
        return this.convs[0].forward(x);
      }
    }
    expect(() => traceNetwork('net', new Loose(), [1, 3, 5, 5])).toThrowErrorMatchingInlineSnapshot(`
      [UserError: the network: runs a Conv2d with a parameter weight that is no member of it
        fix: declare it as a field of the module, in its constructor; put several into a ModuleList, not into an array, an object, a Map or a #private field]
    `);
  });

  test('a ModuleList run as if it were a Sequential', () => {
    class List extends Module {
      readonly list = new ModuleList(new Conv2d(3, 8, { kernel: 1 }));
      forward(_: Tensor) {
        return this.list.forward();
      }
    }
    expect(() => traceNetwork('net', new List(), [1, 3, 5, 5])).toThrowErrorMatchingInlineSnapshot(`
      [UserError: a ModuleList cannot be run
        fix: run its members one by one in the owner's forward, or use Sequential]
    `);
  });

  test('a forward that gives no tensor', () => {
    class Nothing extends Module {
      forward(_: Tensor): Tensor {
        return undefined as unknown as Tensor;
      }
    }
    expect(() => traceNetwork('net', new Nothing(), [1, 3, 5, 5])).toThrowErrorMatchingInlineSnapshot(`
      [UserError: the network: its forward returns nothing
        fix: end it with \`return\`, followed by the tensor]
    `);
  });
});
