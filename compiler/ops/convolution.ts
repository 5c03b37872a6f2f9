/** Convolution and the linear layer: sums of products. */

import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Node, Op } from '../ir/graph.ts';
import { elementCount, printShape, type Shape } from '../shape.ts';
import { imageShape, windowAttributes, windowOf, windowSizes } from './window.ts';

const conv2dAttributes = z.strictObject({ ...windowAttributes, groups: z.int().positive() });
export type Conv2dAttributes = z.infer<typeof conv2dAttributes>;

/** The inputs of an operator with weights. */
type Weighted = readonly [x: Node, weight: Node, bias?: Node];

/**
 * 2-d cross-correlation: `y[n, o, i, j] = b[o] + sum over c, u, v of x[n, c, i*s + u*d - p, j*s + v*d - p] *
 * w[o, c, u, v]`, channels in `groups` (https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html).
 */
export const conv2d: Op<Conv2dAttributes, Weighted> = {
  name: 'conv2d',
  attributes: conv2dAttributes,
  inputs: ['x', 'weight', 'bias?'],
  infer([x, weight, bias], attributes) {
    const [n, c, h, w] = imageShape(x, 'conv2d');
    const [out, perGroup, kh, kw] = imageShape(weight, 'the weight of conv2d');
    const { groups } = attributes;
    if (perGroup * groups !== c) {
      throw new UserError(
        'shape-mismatch',
        `conv2d expects ${perGroup * groups} input channels (weight ${printShape(weight ?? [])}, groups ${groups}), got ${c} in ${printShape(x ?? [])}`,
        { fix: 'make its input channels equal to the channels of what it reads' },
      );
    }
    if (out % groups !== 0) {
      throw new UserError('bad-groups', `conv2d cannot divide ${out} output channels into ${groups} groups`);
    }
    checkBias('conv2d', bias, out);
    const [height, width] = windowSizes('conv2d', h, w, windowOf([kh, kw], attributes));
    return [n, out, height, width];
  },
  computation: (attributes, [, weight]) => {
    const [, , kh, kw] = imageShape(weight, 'the weight of conv2d');
    return { form: 'convolution', window: windowOf([kh, kw], attributes), groups: attributes.groups };
  },
  reference([x, weight, bias], { stride, padding, dilation, groups }, shape) {
    const [n, c, h, w] = imageShape(x?.shape, 'conv2d');
    const [, perGroup, kh, kw] = imageShape(weight?.shape, 'conv2d');
    const [, out, oh, ow] = imageShape(shape, 'conv2d');
    const from = x?.data ?? new Float64Array();
    const weights = weight?.data ?? new Float64Array();
    const result = new Float64Array(elementCount(shape));
    const [strideY, strideX] = stride;
    const [[top], [left]] = padding;
    for (let image = 0; image < n; image++) {
      for (let o = 0; o < out; o++) {
        const plane = (image * out + o) * oh * ow;
        result.fill(bias?.data[o] ?? 0, plane, plane + oh * ow);
        const firstChannel = Math.floor(o / (out / groups)) * perGroup;
        for (let i = 0; i < perGroup; i++) {
          const source = (image * c + firstChannel + i) * h * w;
          for (let u = 0; u < kh; u++) {
            for (let v = 0; v < kw; v++) {
              const factor = weights[((o * perGroup + i) * kh + u) * kw + v] ?? 0;
              const shiftX = v * dilation[1] - left;
              // Columns whose source lies inside the image: 0 <= column * stride + shift < width.
              const first = Math.max(0, Math.ceil(-shiftX / strideX));
              const last = Math.min(ow - 1, Math.floor((w - 1 - shiftX) / strideX));
              for (let row = 0; row < oh; row++) {
                const y = row * strideY + u * dilation[0] - top;
                if (y < 0 || y >= h) continue;
                const to = plane + row * ow;
                const at = source + y * w + shiftX;
                for (let column = first; column <= last; column++) {
                  result[to + column] =
                    (result[to + column] ?? 0) + factor * (from[at + column * strideX] ?? 0);
                }
              }
            }
          }
        }
      }
    }
    return result;
  },
  macs: ([, weight], _, shape) => (elementCount(weight ?? []) / (weight?.[0] ?? 1)) * elementCount(shape),
};

const noAttributes = z.strictObject({});
type NoAttributes = z.infer<typeof noAttributes>;

/** `y = x w^T + b` over the last axis (https://pytorch.org/docs/stable/generated/torch.nn.Linear.html). */
export const linear: Op<NoAttributes, Weighted> = {
  name: 'linear',
  attributes: noAttributes,
  inputs: ['x', 'weight', 'bias?'],
  infer([x = [], weight = [], bias]) {
    const [out, features] = weight;
    if (x.length < 2 || weight.length !== 2 || out === undefined || x.at(-1) !== features) {
      throw new UserError(
        'shape-mismatch',
        `linear expects [..., ${features}] for its weight ${printShape(weight)}, got ${printShape(x)}`,
        { fix: 'flatten the input first, and make its features equal to what it reads' },
      );
    }
    checkBias('linear', bias, out);
    return [...x.slice(0, -1), out];
  },
  computation: () => ({ form: 'linear' }),
  reference([x, weight, bias], _, shape) {
    const [out = 0, features = 0] = weight?.shape ?? [];
    const result = new Float64Array(elementCount(shape));
    const rows = result.length / out;
    for (let row = 0; row < rows; row++) {
      for (let o = 0; o < out; o++) {
        let sum = bias?.data[o] ?? 0;
        for (let k = 0; k < features; k++) {
          sum += (x?.data[row * features + k] ?? 0) * (weight?.data[o * features + k] ?? 0);
        }
        result[row * out + o] = sum;
      }
    }
    return result;
  },
  macs: ([x = []], _, shape) => elementCount(shape) * (x.at(-1) ?? 0),
};

function checkBias(op: string, bias: Shape | undefined, channels: number): void {
  if (bias === undefined || (bias.length === 1 && bias[0] === channels)) return;
  throw new UserError('shape-mismatch', `the bias of ${op} must be [${channels}], got ${printShape(bias)}`);
}
