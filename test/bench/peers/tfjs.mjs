/**
 * TensorFlow.js, whichever backend was imported beside it, by its fastest path for a folded network: NHWC, and
 * convolutions with bias and ReLU in one call (`fused.conv2d`). Values are disposed of after their last reader.
 */

import * as tf from '@tensorflow/tfjs-core';

/** @import { Network, Peer, Step } from '../types.ts' */
/** @typedef {{ readonly step: Step, readonly weight?: tf.Tensor, readonly bias?: tf.Tensor1D }} Layer */

/**
 * @param {string} backend - as its package registers it
 * @returns {Peer}
 */
export const tfjsOn = backend => ({
  name: `tfjs-${backend}`,
  version: tf.version_core,
  threads: 1,
  async prepare(network) {
    if (!(await tf.setBackend(backend)))
      throw new Error(`TensorFlow.js could not start its backend '${backend}'`);
    await tf.ready();
    const layers = await layersOf(network);
    // Of the network, not `tensor`, which may hold all numbers in memory.
    const { input: shape, steps } = network;
    return {
      run: input => run(shape, steps, layers, input),
      dispose: () => tf.dispose(layers.map(({ weight, bias }) => ({ weight, bias }))),
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
function apply({ step, weight, bias }, values) {
  const x = /** @type {tf.Tensor4D} */ (values[step.from]);
  switch (step.op) {
    case 'conv2d': {
      const [strideY, strideX] = step.stride;
      const [dilationY, dilationX] = step.dilation;
      const [top, left] = step.padding;
      return tf.fused.conv2d({
        x,
        filter: /** @type {tf.Tensor4D} */ (weight),
        strides: [strideY, strideX],
        pad: [[0, 0], [...top], [...left], [0, 0]],
        dilations: [dilationY, dilationX],
        ...(bias && { bias }),
        activation: step.relu ? 'relu' : 'linear',
      });
    }
    case 'linear':
      return tf.fused.matMul({
        a: x,
        b: /** @type {tf.Tensor} */ (weight),
        ...(bias && { bias }),
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
      layers.push({ step });
      continue;
    }
    if (step.op === 'conv2d' && step.groups !== 1) {
      throw new Error(`${step.layer}: TensorFlow.js has no convolution in ${step.groups} groups`);
    }
    const { shape, data } = await network.tensor(step.weight);
    const bias = tf.tensor1d((await network.tensor(step.bias)).data);
    // [out, in, ...kernel] to [...kernel, in, out].
    const order = [...shape.keys()].slice(2).concat(1, 0);
    layers.push({ step, bias, weight: tf.tidy(() => tf.transpose(tf.tensor(data, [...shape]), order)) });
  }
  return layers;
}
