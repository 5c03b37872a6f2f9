/** Output sizes, layer by layer: the type says what the graph has. */

import {
  AdaptiveAvgPool2d,
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  concat,
  Dropout,
  Flatten,
  flatten,
  Identity,
  Linear,
  like,
  MaxPool2d,
  mul,
  ReLU,
  Softmax,
  type Tensor,
  withShape,
} from 'netwright';
import { describe, expectTypeOf, test } from 'vitest';
import { expectShape, inputOf } from './shapes.ts';

describe('convolution', () => {
  test('7x7, stride 2, padding 3', () => {
    const conv = new Conv2d(3, 64, { kernel: 7, stride: 2, padding: 3 });
    expectShape(conv.forward(inputOf(conv, [1, 3, 224, 224])), [1, 64, 112, 112]);
    expectShape(conv.forward(inputOf(conv, [2, 3, 33, 33])), [2, 64, 17, 17]);
    expectShape(conv.forward(inputOf(conv, [1, 3, 97, 131])), [1, 64, 49, 66]);
    expectShape(conv.forward(inputOf(conv, [1, 3, 1, 2048])), [1, 64, 1, 1024]);
  });

  test('strides and windows of their own for height and width', () => {
    const conv = new Conv2d(4, 8, { kernel: [3, 5], stride: [1, 3], padding: [0, 2] });
    expectShape(conv.forward(inputOf(conv, [1, 4, 33, 97])), [1, 8, 31, 33]);
  });

  test('dilation', () => {
    const conv = new Conv2d(4, 8, { kernel: 3, dilation: [2, 4], padding: [2, 0] });
    expectShape(conv.forward(inputOf(conv, [1, 4, 33, 97])), [1, 8, 33, 89]);
  });

  test('asymmetric padding', () => {
    const conv = new Conv2d(4, 8, {
      kernel: 3,
      stride: 2,
      padding: [
        [0, 1],
        [1, 3],
      ],
    });
    expectShape(conv.forward(inputOf(conv, [1, 4, 224, 131])), [1, 8, 112, 67]);
  });

  test('a window that just fits', () => {
    const conv = new Conv2d(4, 8, { kernel: [7, 5], bias: false });
    expectShape(conv.forward(inputOf(conv, [3, 4, 7, 5])), [3, 8, 1, 1]);
  });

  test('groups', () => {
    const conv = new Conv2d(32, 32, { kernel: 3, padding: 1, groups: 32 });
    expectShape(conv.forward(inputOf(conv, [1, 32, 14, 15])), [1, 32, 14, 15]);
  });

  test('sizes known at run time are numbers in the type; the others stay', () => {
    const out: number = 16;
    const stride: number = 2;
    const conv = new Conv2d(3, out, { kernel: 3, padding: 1 });
    const strided = new Conv2d(3, 8, { kernel: 3, stride, padding: 1 });
    expectTypeOf(conv.forward(inputOf(conv, [1, 3, 33, 97])).shape).toEqualTypeOf<[1, number, 33, 97]>();
    expectTypeOf(strided.forward(inputOf(strided, [1, 3, 33, 97])).shape).toEqualTypeOf<
      [1, 8, number, number]
    >();
    const x: Tensor<[number, 3, number, 97]> = inputOf(conv, [1, 3, 33, 97]);
    expectTypeOf(conv.forward(x).shape).toEqualTypeOf<[number, number, number, 97]>();
    expectShape(withShape(conv.forward(x), [1, 16, 33, 97]), [1, 16, 33, 97]);
  });
});

describe('by position, as in PyTorch', () => {
  test('convolution', () => {
    const same = new Conv2d(3, 8, 3, { padding: 'same' });
    const valid = new Conv2d(3, 8, [3, 5], { padding: 'valid' });
    const half = new Conv2d(3, 8, 7, 2, 3);
    const dilated = new Conv2d(3, 8, 3, 1, 0, 2, 1, false);
    expectShape(same.forward(inputOf(same, [1, 3, 33, 97])), [1, 8, 33, 97]);
    expectShape(valid.forward(inputOf(valid, [1, 3, 33, 97])), [1, 8, 31, 93]);
    expectShape(half.forward(inputOf(half, [1, 3, 224, 97])), [1, 8, 112, 49]);
    expectShape(dilated.forward(inputOf(dilated, [1, 3, 33, 97])), [1, 8, 29, 93]);
  });

  test('pools', () => {
    const halves = new MaxPool2d(2);
    const stem = new MaxPool2d(3, 2, 1);
    const ceil = new MaxPool2d(3, 2, { ceilMode: true });
    const mean = new AvgPool2d(3, 2, 1, true, false);
    expectShape(halves.forward(inputOf(halves, [1, 8, 33, 97])), [1, 8, 16, 48]);
    expectShape(stem.forward(inputOf(stem, [1, 8, 112, 17])), [1, 8, 56, 9]);
    expectShape(ceil.forward(inputOf(ceil, [1, 8, 112, 33])), [1, 8, 56, 16]);
    expectShape(mean.forward(inputOf(mean, [1, 8, 112, 33])), [1, 8, 57, 17]);
  });
});

describe('pooling', () => {
  test('3x3, stride 2, padding 1', () => {
    const pool = new MaxPool2d({ kernel: 3, stride: 2, padding: 1 });
    expectShape(pool.forward(inputOf(pool, [1, 64, 112, 112])), [1, 64, 56, 56]);
    expectShape(pool.forward(inputOf(pool, [1, 64, 17, 66])), [1, 64, 9, 33]);
  });

  test('ceil mode counts the last, partial window', () => {
    const floor = new MaxPool2d({ kernel: 3, stride: 2 });
    const ceil = new MaxPool2d({ kernel: 3, stride: 2, ceilMode: true });
    expectShape(floor.forward(inputOf(floor, [1, 64, 112, 33])), [1, 64, 55, 16]);
    expectShape(ceil.forward(inputOf(ceil, [1, 64, 112, 33])), [1, 64, 56, 16]);
  });

  test('ceil mode leaves out a window that would start in the trailing padding', () => {
    const max = new MaxPool2d({ kernel: 2, stride: 2, padding: 1, ceilMode: true });
    const mean = new AvgPool2d({ kernel: 1, stride: 3, ceilMode: true });
    expectShape(max.forward(inputOf(max, [1, 8, 5, 6])), [1, 8, 3, 4]);
    expectShape(mean.forward(inputOf(mean, [1, 8, 4, 5])), [1, 8, 2, 2]);
  });

  test('ceil mode known at run time gives numbers', () => {
    const ceilMode: boolean = Math.random() > 2;
    const pool = new MaxPool2d({ kernel: 3, stride: 2, ceilMode });
    expectTypeOf(pool.forward(inputOf(pool, [1, 8, 33, 33])).shape).toEqualTypeOf<[1, 8, number, number]>();
  });

  test('the stride is the window unless said, dilation widens it', () => {
    const mean = new AvgPool2d({ kernel: [2, 3] });
    const max = new MaxPool2d({ kernel: 3, stride: 1, dilation: 2 });
    expectShape(mean.forward(inputOf(mean, [1, 8, 97, 131])), [1, 8, 48, 43]);
    expectShape(max.forward(inputOf(max, [1, 8, 97, 131])), [1, 8, 93, 127]);
  });

  test('adaptive, to one size or two', () => {
    const one = new AdaptiveAvgPool2d(1);
    const two = new AdaptiveAvgPool2d([7, 5]);
    expectShape(one.forward(inputOf(one, [2, 512, 4, 5])), [2, 512, 1, 1]);
    expectShape(two.forward(inputOf(two, [2, 512, 4, 5])), [2, 512, 7, 5]);
  });
});

describe('what joins and relabels', () => {
  test('flatten, as a function and as a layer', () => {
    const layer = new Flatten();
    expectShape(flatten(inputOf(layer, [2, 512, 7, 7])), [2, 25088]);
    expectShape(layer.forward(inputOf(layer, [2, 512, 7, 7])), [2, 25088]);
    expectShape(layer.forward(inputOf(layer, [2, 2048, 1, 1])), [2, 2048]);
    expectShape(layer.forward(inputOf(layer, [3, 10])), [3, 10]);
  });

  test('flatten of some axes', () => {
    const all = new Identity();
    const x = inputOf(all, [2, 3, 5, 7]);
    expectShape(flatten(x, 2), [2, 3, 35]);
    expectShape(flatten(x, 1, 2), [2, 15, 7]);
    expectShape(flatten(x, -3, -2), [2, 15, 7]);
    expectShape(flatten(x, 0), [210]);
    expectShape(flatten(x, 3), [2, 3, 5, 7]);
    const some = new Flatten(1, 2);
    const rest = new Flatten({ start: 2 });
    expectShape(some.forward(inputOf(some, [2, 3, 5, 7])), [2, 15, 7]);
    expectShape(rest.forward(inputOf(rest, [2, 3, 5, 7])), [2, 3, 35]);
  });

  test('concat of a list, along any axis', () => {
    const all = new Identity();
    const x = inputOf(all, [1, 8, 5, 6]);
    expectShape(concat([x, x]), [1, 16, 5, 6]);
    expectShape(concat([x, x, x], 1), [1, 24, 5, 6]);
    expectShape(concat([x, x], 2), [1, 8, 10, 6]);
    expectShape(concat([x, x], -1), [1, 8, 5, 12]);
    expectShape(concat([x, x], 0), [2, 8, 5, 6]);
  });

  test('concat adds channels', () => {
    const all = new Identity();
    const part = <const C extends number>(channels: C) => inputOf(all, [1, channels, 28, 27]);
    expectShape(concat(part(64), part(128), part(32), part(33)), [1, 257, 28, 27]);
    expectShape(concat(part(2048), part(2048)), [1, 4096, 28, 27]);
    const some: number = 5;
    const joined = concat(part(64), part(some));
    expectTypeOf(joined.shape).toEqualTypeOf<[1, number, 28, 27]>();
    expectShape(withShape(joined, [1, 69, 28, 27]), [1, 69, 28, 27]);
  });

  test('mul by one value a channel and image', () => {
    const pool = new AdaptiveAvgPool2d(1);
    const x = inputOf(pool, [2, 8, 33, 97]);
    expectShape(mul(x, pool.forward(x)), [2, 8, 33, 97]);
    expectShape(mul(x, 0.5), [2, 8, 33, 97]);
  });

  test('like takes the type of another', () => {
    const all = new Identity();
    const x: Tensor<[number, number]> = inputOf(all, [2, 8]);
    expectShape(like(x, inputOf(all, [2, 8])), [2, 8]);
  });
});

test('linear, batch norms and what keeps the shape', () => {
  const linear = new Linear(25088, 4096);
  const norm1 = new BatchNorm1d(33);
  const norm2 = new BatchNorm2d(33);
  const keeping = [new ReLU(), new Softmax(), new Dropout(0.2), new Identity()] as const;
  expectShape(linear.forward(inputOf(linear, [2, 25088])), [2, 4096]);
  expectShape(norm1.forward(inputOf(norm1, [2, 33])), [2, 33]);
  expectShape(norm2.forward(inputOf(norm2, [2, 33, 97, 131])), [2, 33, 97, 131]);
  for (const layer of keeping) expectShape(layer.forward(inputOf(layer, [2, 33, 5])), [2, 33, 5]);
});
