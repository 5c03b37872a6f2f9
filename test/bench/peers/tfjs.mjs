/**
 * TensorFlow.js, whichever backend was imported beside it, by its fastest path for a folded network: NHWC, and
 * convolutions with bias and ReLU in one call (`fused.conv2d`). It has no convolution in groups: each group is one of
 * its own. Values are disposed of after their last reader.
 */

import * as tf from '@tensorflow/tfjs-core';

/** @import { Network, Peer, Step, Tensor } from '../types.ts' */
/** @typedef {{ readonly weight: tf.Tensor, readonly bias: tf.Tensor1D }} Weights */
/** A step, with the weights of each of its groups. @typedef {{ readonly step: Step, readonly groups: readonly Weights[] }} Layer */

/**
 * @param {string} backend - as its package registers it
 * @param {{ configure(threads: number): void, threads(): number }} [threading] - of a backend that has threads: called
 * before it starts, and once it has
 * @returns {Peer}
 */
export const tfjsOn = (backend, threading) => ({
  name: `tfjs-${backend}`,
  version: tf.version_core,
  async prepare(network, threads) {
    threading?.configure(threads);
    if (!(await tf.setBackend(backend)))
      throw new Error(`TensorFlow.js could not start its backend '${backend}'`);
    await tf.ready();
    const layers = await layersOf(network);
    // Of the network, not `tensor`, which may hold all numbers in memory.
    const { input: shape, steps } = network;
    return {
      threads: threading?.threads() ?? 1,
      run: input => run(shape, steps, layers, input),
      dispose: () => tf.dispose(layers.map(({ groups }) => groups.map(({ weight, bias }) => [weight, bias]))),
    };
  },
});

/**
 * @param {readonly number[]} shape
 * @param {readonly Step[]} steps
 * @param {readonly Layer[]} layers
 * @param {Float32Array} input
 * @returns {Promise<Float32Array>}
 */
async function run([n = 1, c = 1, h = 1, w = 1], steps, layers, input) {
  const last = lastReaders(steps);
  /** @type {tf.Tensor[]} */
  const values = [tf.tidy(() => tf.transpose(tf.tensor4d(input, [n, c, h, w]), [0, 2, 3, 1]))];
  for (const [i, layer] of layers.entries()) {
    values.push(tf.tidy(() => apply(layer, values)));
    for (const [value, reader] of last.entries()) if (reader === i) values[value]?.dispose();
  }
  const logits = values.at(-1);
  const result = /** @type {Float32Array} */ ((await logits?.data()) ?? new Float32Array());
  logits?.dispose();
  return result;
}

/** The step that reads each value last. @param {readonly Step[]} steps */
function lastReaders(steps) {
  /** @type {number[]} */
  const last = [];
  for (const [i, step] of steps.entries()) {
    last[step.from] = i;
    if (step.op === 'add') last[step.other] = i;
  }
  return last;
}

/**
 * @param {Layer} layer
 * @param {readonly tf.Tensor[]} values
 * @returns {tf.Tensor}
 */
function apply({ step, groups }, values) {
  const x = /** @type {tf.Tensor4D} */ (values[step.from]);
  const [whole] = groups;
  switch (step.op) {
    case 'conv2d': {
      if (whole && groups.length === 1) return convolve(step, x, whole);
      const parts = tf.split(x, groups.length, 3);
      return tf.concat(
        groups.map((weights, i) => convolve(step, /** @type {tf.Tensor4D} */ (parts[i]), weights)),
        3,
      );
    }
    case 'linear':
      return tf.fused.matMul({
        a: x,
        b: /** @type {Weights} */ (whole).weight,
        bias: /** @type {Weights} */ (whole).bias,
        activation: step.relu ? 'relu' : 'linear',
      });
    case 'add': {
      const sum = tf.add(x, /** @type {tf.Tensor} */ (values[step.other]));
      return step.relu ? tf.relu(sum) : sum;
    }
    case 'relu':
      return tf.relu(x);
    case 'maxPool': {
      const [top, left] = step.padding;
      return tf.maxPool(x, [...step.kernel], [...step.stride], [[0, 0], [...top], [...left], [0, 0]]);
    }
    case 'globalAveragePool':
      return tf.mean(x, [1, 2], true);
    case 'flatten':
      return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [...step.shape]);
  }
}

/**
 * @param {Extract<Step, { op: 'conv2d' }>} step
 * @param {tf.Tensor4D} x
 * @param {Weights} weights
 */
function convolve({ stride, dilation, padding: [top, left], relu }, x, { weight, bias }) {
  return tf.fused.conv2d({
    x,
    filter: /** @type {tf.Tensor4D} */ (weight),
    strides: [...stride],
    pad: [[0, 0], [...top], [...left], [0, 0]],
    dilations: [...dilation],
    bias,
    activation: relu ? 'relu' : 'linear',
  });
}

/**
 * @param {Network} network
 * @returns {Promise<readonly Layer[]>}
 */
async function layersOf(network) {
  /** @type {Layer[]} */
  const layers = [];
  for (const step of network.steps) {
    if (step.op === 'maxPool' && step.dilation.some(size => size !== 1)) {
      throw new Error(`${step.layer}: TensorFlow.js has no fast dilated pooling`);
    }
    if (step.op !== 'conv2d' && step.op !== 'linear') {
      layers.push({ step, groups: [] });
      continue;
    }
    const [weight, bias] = [await network.tensor(step.weight), await network.tensor(step.bias)];
    layers.push({ step, groups: groupsOf(weight, bias, step.op === 'conv2d' ? step.groups : 1) });
  }
  return layers;
}

/**
 * @param {Tensor} weight
 * @param {Tensor} bias
 * @param {number} count
 * @returns {readonly Weights[]}
 */
function groupsOf({ shape: [out = 0, ...rest], data }, bias, count) {
  const channels = out / count;
  const size = data.length / count;
  // [out, in, ...kernel] to [...kernel, in, out].
  const order = [...rest.keys()]
    .slice(1)
    .map(axis => axis + 1)
    .concat(1, 0);
  return Array.from({ length: count }, (_, i) => {
    const numbers = data.subarray(i * size, (i + 1) * size);
    return {
      weight: tf.tidy(() => tf.transpose(tf.tensor(numbers, [channels, ...rest]), order)),
      bias: tf.tensor1d(bias.data.subarray(i * channels, (i + 1) * channels)),
    };
  });
}
