/** Operators that normalise: by running statistics, or along an axis. */

import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Node, Op } from '../ir/graph.ts';
import { elementCount, printShape, type Shape } from '../shape.ts';

const batchNormAttributes = z.strictObject({ epsilon: z.number().positive() });
type BatchNormAttributes = z.infer<typeof batchNormAttributes>;

/**
 * `y = (x - mean) / sqrt(variance + epsilon) * gamma + beta` a channel, channels on axis 1, statistics as trained
 * (https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html). Kernels have no such form: the pass
 * `fold-batch-norm` rewrites every one.
 */
export const batchNorm: Op<
  BatchNormAttributes,
  readonly [x: Node, gamma: Node, beta: Node, mean: Node, variance: Node]
> = {
  name: 'batchNorm',
  attributes: batchNormAttributes,
  inputs: ['x', 'gamma', 'beta', 'mean', 'variance'],
  infer([x = [], ...vectors]) {
    checkVectors('batchNorm', x, vectors);
    return x;
  },
  computation: () => ({ form: 'composite' }),
  reference([x, gamma, beta, mean, variance], { epsilon }, shape) {
    const [n = 1, c = 1] = shape;
    const data = x?.data ?? new Float64Array();
    const result = new Float64Array(data.length);
    const plane = data.length / (n * c);
    for (let i = 0; i < n * c; i++) {
      const channel = i % c;
      const scale = (gamma?.data[channel] ?? 0) / Math.sqrt((variance?.data[channel] ?? 0) + epsilon);
      const shift = beta?.data[channel] ?? 0;
      const centre = mean?.data[channel] ?? 0;
      for (let k = i * plane; k < (i + 1) * plane; k++) result[k] = ((data[k] ?? 0) - centre) * scale + shift;
    }
    return result;
  },
};

/**
 * The same by the mean and the (biased) variance of what it is given, over the batch and all places of a channel: what
 * PyTorch's layer does without running statistics. The pass `fold-batch-norm` rewrites every one.
 */
export const batchNormByBatch: Op<BatchNormAttributes, readonly [x: Node, gamma: Node, beta: Node]> = {
  name: 'batchNormByBatch',
  attributes: batchNormAttributes,
  inputs: ['x', 'gamma', 'beta'],
  infer([x = [], ...vectors]) {
    checkVectors('batchNormByBatch', x, vectors);
    const [, channels = 1] = x;
    if (elementCount(x) > channels) return x;
    throw new UserError(
      'shape-mismatch',
      `batchNormByBatch reads ${printShape(x)}, which has one value a channel: no statistics`,
      { fix: 'give it a larger image or batch, or statistics of the checkpoint (trackRunningStats)' },
    );
  },
  computation: () => ({ form: 'composite' }),
  reference([x, gamma, beta], { epsilon }, shape) {
    const [n = 1, c = 1] = shape;
    const data = x?.data ?? new Float64Array();
    const result = new Float64Array(data.length);
    const plane = data.length / (n * c);
    for (let channel = 0; channel < c; channel++) {
      const each = (visit: (at: number) => void): void => {
        for (let i = 0; i < n; i++) {
          for (let k = 0; k < plane; k++) visit((i * c + channel) * plane + k);
        }
      };
      let total = 0;
      each(at => {
        total += data[at] ?? 0;
      });
      const mean = total / (n * plane);
      let squares = 0;
      each(at => {
        squares += ((data[at] ?? 0) - mean) ** 2;
      });
      const scale = (gamma?.data[channel] ?? 0) / Math.sqrt(squares / (n * plane) + epsilon);
      each(at => {
        result[at] = ((data[at] ?? 0) - mean) * scale + (beta?.data[channel] ?? 0);
      });
    }
    return result;
  },
};

/** @throws UserError where vectors are not of as many values as there are channels */
function checkVectors(op: string, x: Shape, vectors: readonly Shape[]): void {
  const channels = x[1];
  const odd = vectors.find(shape => shape.length !== 1 || shape[0] !== channels);
  if (channels !== undefined && !odd) return;
  throw new UserError(
    'shape-mismatch',
    `${op} of ${odd?.[0] ?? '?'} channels reads ${printShape(x)}, which has ${channels ?? 'no'} channels`,
    { fix: 'give it the number of output channels of the layer before it' },
  );
}

const softmaxAttributes = z.strictObject({ axis: z.int().nonnegative() });
type SoftmaxAttributes = z.infer<typeof softmaxAttributes>;

/** `exp(x - max) / sum(exp(x - max))` along an axis (https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html). */
export const softmax: Op<SoftmaxAttributes, readonly [x: Node]> = {
  name: 'softmax',
  attributes: softmaxAttributes,
  inputs: ['x'],
  infer([x = []], { axis }) {
    if (axis < x.length) return x;
    throw new UserError(
      'bad-axis',
      `softmax along axis ${axis} of ${printShape(x)}, which has ${x.length} axes`,
      { fix: 'count axes from 0, or from the end with -1' },
    );
  },
  computation: ({ axis }) => ({ form: 'softmax', axis }),
  reference([x], { axis }, shape) {
    const length = shape[axis] ?? 1;
    const inner = elementCount(shape.slice(axis + 1));
    const outer = elementCount(shape.slice(0, axis));
    const data = x?.data ?? new Float64Array();
    const result = new Float64Array(data.length);
    for (let i = 0; i < outer; i++) {
      for (let j = 0; j < inner; j++) {
        const at = (k: number): number => (i * length + k) * inner + j;
        let largest = Number.NEGATIVE_INFINITY;
        for (let k = 0; k < length; k++) largest = Math.max(largest, data[at(k)] ?? 0);
        let total = 0;
        for (let k = 0; k < length; k++) total += Math.exp((data[at(k)] ?? 0) - largest);
        for (let k = 0; k < length; k++) result[at(k)] = Math.exp((data[at(k)] ?? 0) - largest) / total;
      }
    }
    return result;
  },
};
