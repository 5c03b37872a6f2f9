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
  reference([x, weight, bias], attributes, shape) {
    const [n, c, h, w] = imageShape(x?.shape, 'conv2d');
    const [, perGroup, kh, kw] = imageShape(weight?.shape, 'conv2d');
    const [, out, oh, ow] = imageShape(shape, 'conv2d');
    const [vertical, horizontal] = windowOf([kh, kw], attributes);
    const from = x?.data ?? new Float64Array();
    const weights = weight?.data ?? new Float64Array();
    const result = new Float64Array(elementCount(shape));
    const outPerGroup = out / attributes.groups;
    const depth = perGroup * kh * kw;
    const places = n * oh * ow;
    // Some windows at a time, so that each filter is fetched for all of them.
    const windows = Array.from({ length: Math.min(16, places) }, () => new Float64Array(depth));

    /** What the window sees at a place, in the order of the weights; zeros outside the image. */
    const look = (window: Float64Array, place: number, group: number): void => {
      const image = Math.floor(place / (oh * ow));
      const row = Math.floor(place / ow) % oh;
      const column = place % ow;
      let k = 0;
      for (let i = 0; i < perGroup; i++) {
        const plane = (image * c + group * perGroup + i) * h;
        for (let u = 0; u < kh; u++) {
          const y = row * vertical.stride + u * vertical.dilation - vertical.padding[0];
          for (let v = 0; v < kw; v++) {
            const z = column * horizontal.stride + v * horizontal.dilation - horizontal.padding[0];
            const isInside = y >= 0 && y < h && z >= 0 && z < w;
            window[k++] = isInside ? (from[(plane + y) * w + z] ?? Number.NaN) : 0;
          }
        }
      }
    };

    for (let group = 0; group < attributes.groups; group++) {
      for (let first = 0; first < places; first += windows.length) {
        const seen = windows.slice(0, places - first);
        for (const [i, window] of seen.entries()) look(window, first + i, group);
        for (let o = group * outPerGroup; o < (group + 1) * outPerGroup; o++) {
          for (const [i, window] of seen.entries()) {
            const image = Math.floor((first + i) / (oh * ow));
            const pixel = (first + i) % (oh * ow);
            result[(image * out + o) * oh * ow + pixel] =
              dot(window, weights, o * depth) + (bias?.data[o] ?? 0);
          }
        }
      }
    }
    return result;
  },
  macs: ([, weight], _, shape) => (elementCount(weight ?? []) / (weight?.[0] ?? 1)) * elementCount(shape),
};

/** `sum of a[k] * b[start + k]`; in four sums, since each would wait for itself. */
function dot(a: Float64Array, b: Float64Array, start: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  // In bounds by the loops; a fallback for each element would double the time.
  for (; k + 3 < a.length; k += 4) {
    const at = start + k;
    s0 += (a[k] as number) * (b[at] as number);
    s1 += (a[k + 1] as number) * (b[at + 1] as number);
    s2 += (a[k + 2] as number) * (b[at + 2] as number);
    s3 += (a[k + 3] as number) * (b[at + 3] as number);
  }
  for (; k < a.length; k++) s0 += (a[k] as number) * (b[start + k] as number);
  return s0 + s1 + s2 + s3;
}

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
    const values = x?.data ?? new Float64Array();
    const weights = weight?.data ?? new Float64Array();
    for (let row = 0; row < result.length / out; row++) {
      for (let o = 0; o < out; o++) {
        result[row * out + o] =
          dot(values.subarray(row * features, (row + 1) * features), weights, o * features) +
          (bias?.data[o] ?? 0);
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
