/** Pooling: the largest or the mean value of a window. */

import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Computation, Dense, Node, Op, Window2d } from '../ir/graph.ts';
import { elementCount, type Shape } from '../shape.ts';
import { extent, imageShape, windowAttributes, windowOf, windowSizes } from './window.ts';

type Image = readonly [x: Node];

const maxPoolAttributes = z.strictObject({ kernel: extent, ...windowAttributes, ceilMode: z.boolean() });
type MaxPoolAttributes = z.infer<typeof maxPoolAttributes>;

/** Largest value; padding counts as minus infinity (https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html). */
export const maxPool: Op<MaxPoolAttributes, Image> = {
  name: 'maxPool',
  attributes: maxPoolAttributes,
  inputs: ['x'],
  infer: ([x], attributes) => poolShape('maxPool', x, windowOf(attributes.kernel, attributes)),
  computation: attributes => maxPooling(attributes),
  reference: ([x], attributes, shape) => pool(x, shape, maxPooling(attributes)),
};

const maxPooling = (attributes: MaxPoolAttributes): Pooling => ({
  form: 'pool',
  reducer: 'max',
  window: windowOf(attributes.kernel, attributes),
  countPadding: false,
});

const averagePoolAttributes = z.strictObject({
  kernel: extent,
  stride: windowAttributes.stride,
  padding: windowAttributes.padding,
  ceilMode: z.boolean(),
  countIncludePad: z.boolean(),
});
type AveragePoolAttributes = z.infer<typeof averagePoolAttributes>;

/**
 * Mean value. With `countIncludePad` the divisor counts padding, but never what ceil mode adds beyond it
 * (https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html).
 */
export const averagePool: Op<AveragePoolAttributes, Image> = {
  name: 'averagePool',
  attributes: averagePoolAttributes,
  inputs: ['x'],
  infer: ([x], attributes) => poolShape('averagePool', x, averageWindow(attributes)),
  computation: attributes => averagePooling(attributes),
  reference: ([x], attributes, shape) => pool(x, shape, averagePooling(attributes)),
};

const averageWindow = (attributes: AveragePoolAttributes): Window2d =>
  windowOf(attributes.kernel, { ...attributes, dilation: [1, 1] });

const averagePooling = (attributes: AveragePoolAttributes): Pooling => ({
  form: 'pool',
  reducer: 'mean',
  window: averageWindow(attributes),
  countPadding: attributes.countIncludePad,
});

type Pooling = Extract<Computation, { form: 'pool' }>;

function poolShape(op: string, x: Shape | undefined, window: Window2d): Shape {
  const [n, c, h, w] = imageShape(x, op);
  for (const { kernel, padding, dilation } of window) {
    // PyTorch's rule: otherwise a window could lie in padding alone and have no largest value.
    const reach = dilation * (kernel - 1) + 1;
    if (Math.max(...padding) * 2 > reach) {
      throw new UserError(
        'bad-padding',
        `${op}: padding ${Math.max(...padding)} is more than half of the window's ${reach}`,
        { fix: 'give less padding, or a larger window' },
      );
    }
  }
  return [n, c, ...windowSizes(op, h, w, window)];
}

function pool(x: Dense | undefined, shape: Shape, { reducer, window, countPadding }: Pooling): Float64Array {
  const [n, c, h, w] = imageShape(x?.shape, 'pool');
  const [, , oh, ow] = imageShape(shape, 'pool');
  const [vertical, horizontal] = window;
  const data = x?.data ?? new Float64Array();
  const result = new Float64Array(elementCount(shape));
  for (let plane = 0; plane < n * c; plane++) {
    for (let i = 0; i < oh; i++) {
      for (let j = 0; j < ow; j++) {
        let best = Number.NEGATIVE_INFINITY;
        let sum = 0;
        let inside = 0;
        let counted = 0;
        for (let u = 0; u < vertical.kernel; u++) {
          const y = i * vertical.stride + u * vertical.dilation - vertical.padding[0];
          for (let v = 0; v < horizontal.kernel; v++) {
            const z = j * horizontal.stride + v * horizontal.dilation - horizontal.padding[0];
            if (y < h + vertical.padding[1] && z < w + horizontal.padding[1]) counted++;
            if (y < 0 || y >= h || z < 0 || z >= w) continue;
            const value = data[(plane * h + y) * w + z] ?? Number.NaN;
            inside++;
            sum += value;
            best = Math.max(best, value);
          }
        }
        result[(plane * oh + i) * ow + j] =
          reducer === 'max' ? best : sum / (countPadding ? counted : inside);
      }
    }
  }
  return result;
}

const adaptiveAttributes = z.strictObject({ size: extent });
type AdaptiveAttributes = z.infer<typeof adaptiveAttributes>;

/**
 * Means over `size` windows, window `i` from `floor(i * in / out)` to `ceil((i + 1) * in / out)`
 * (https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html).
 */
export const adaptiveAveragePool: Op<AdaptiveAttributes, Image> = {
  name: 'adaptiveAveragePool',
  attributes: adaptiveAttributes,
  inputs: ['x'],
  infer([x], { size }) {
    const [n, c] = imageShape(x, 'adaptiveAveragePool');
    return [n, c, ...size];
  },
  computation: ({ size }) => ({ form: 'adaptive-pool', size }),
  reference([x], { size: [oh, ow] }, shape) {
    const [n, c, h, w] = imageShape(x?.shape, 'adaptiveAveragePool');
    const result = new Float64Array(elementCount(shape));
    for (let plane = 0; plane < n * c; plane++) {
      for (let i = 0; i < oh; i++) {
        for (let j = 0; j < ow; j++) {
          let sum = 0;
          let count = 0;
          for (let y = Math.floor((i * h) / oh); y < Math.ceil(((i + 1) * h) / oh); y++) {
            for (let z = Math.floor((j * w) / ow); z < Math.ceil(((j + 1) * w) / ow); z++) {
              sum += x?.data[(plane * h + y) * w + z] ?? Number.NaN;
              count++;
            }
          }
          result[(plane * oh + i) * ow + j] = sum / count;
        }
      }
    }
    return result;
  },
};
