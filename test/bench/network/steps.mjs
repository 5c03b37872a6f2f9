/** From a graph without batch norms to the steps that peers run. A ReLU right after a step becomes part of it. */

import { isOp, outputNodes, usesOf } from '../../../dist/compiler/ir/graph.js';
import { conv2d, linear } from '../../../dist/compiler/ops/convolution.js';
import { add, relu } from '../../../dist/compiler/ops/elementwise.js';
import { flatten } from '../../../dist/compiler/ops/movement.js';
import { adaptiveAveragePool, maxPool } from '../../../dist/compiler/ops/pooling.js';
import { BenchError } from '../errors.mjs';

/** @import { Graph, Node } from '../../../dist/compiler/ir/graph.js' */
/** @import { Step } from '../types.ts' */

/**
 * @param {Graph} graph
 * @param {ReadonlySet<Node>} constants
 * @returns {{ steps: readonly Step[], tensors: readonly Node[] }} steps, and the tensors that they number
 * @throws {BenchError} naming the layer that no step can say
 */
export function stepsOf(graph, constants) {
  const uses = usesOf(graph);
  /** @type {Step[]} */
  const steps = [];
  /** @type {Node[]} */
  const tensors = [];
  /** @type {Map<Node, number>} */
  const values = new Map();
  /** A ReLU and the step that it became part of. @type {Map<Node, Node>} */
  const fused = new Map();

  /** @param {Node | undefined} node */
  const numberOf = node => {
    const value = node && values.get(node);
    if (value === undefined) throw unknown(node, 'reads a constant where peers expect an activation');
    return value;
  };
  /** @param {Node | undefined} node */
  const tensorOf = node => {
    if (!node || !constants.has(node)) throw unknown(node, 'has weights or a bias that are not constant');
    return tensors.push(node) - 1;
  };
  /** The ReLU that alone reads this node, which is then part of its step. @param {Node} node */
  const reluAfter = node => {
    const readers = uses.get(node) ?? [];
    const [reader] = readers;
    if (readers.length !== 1 || outputNodes(graph).includes(node) || !isOp(reader, relu)) return undefined;
    fused.set(reader, node);
    return reader;
  };

  /** @param {Node} node @returns {Step} */
  const stepOf = node => {
    const shape = node.type.shape;
    const layer = node.path;
    if (isOp(node, conv2d)) {
      const [x, weight, bias] = node.inputs;
      const { stride, padding, dilation, groups } = node.attributes;
      const window = { stride, padding, dilation, groups };
      const weights = { weight: tensorOf(weight), bias: tensorOf(bias) };
      const isRelu = reluAfter(node) !== undefined;
      return { op: 'conv2d', layer, from: numberOf(x), shape, ...weights, ...window, relu: isRelu };
    }
    if (isOp(node, linear)) {
      const [x, weight, bias] = node.inputs;
      const weights = { weight: tensorOf(weight), bias: tensorOf(bias) };
      return {
        op: 'linear',
        layer,
        from: numberOf(x),
        shape,
        ...weights,
        relu: reluAfter(node) !== undefined,
      };
    }
    if (isOp(node, add)) {
      const [a, b] = node.inputs;
      const isRelu = reluAfter(node) !== undefined;
      return { op: 'add', layer, from: numberOf(a), other: numberOf(b), shape, relu: isRelu };
    }
    if (isOp(node, maxPool) && !node.attributes.ceilMode) {
      const { kernel, stride, padding, dilation } = node.attributes;
      return {
        op: 'maxPool',
        layer,
        from: numberOf(node.inputs[0]),
        shape,
        kernel,
        stride,
        padding,
        dilation,
      };
    }
    if (isOp(node, adaptiveAveragePool) && node.attributes.size.every(size => size === 1)) {
      return { op: 'globalAveragePool', layer, from: numberOf(node.inputs[0]), shape };
    }
    if (isOp(node, flatten) && node.attributes.start === 1) {
      return { op: 'flatten', layer, from: numberOf(node.inputs[0]), shape };
    }
    if (isOp(node, relu)) return { op: 'relu', layer, from: numberOf(node.inputs[0]), shape };
    throw unknown(node, `is a ${node.op.name} of a form that peers are not given`);
  };

  for (const node of graph.nodes) {
    if (constants.has(node)) continue;
    const anchor = fused.get(node);
    if (node.op.name === 'input') values.set(node, 0);
    else if (anchor) values.set(node, numberOf(anchor));
    else values.set(node, steps.push(stepOf(node)));
  }
  return { steps, tensors };
}

/**
 * @param {Node | undefined} node
 * @param {string} problem
 */
function unknown(node, problem) {
  return new BenchError(
    `${node?.path ?? 'the network'}: ${problem}\n  fix: add it to test/bench/network/steps.mjs`,
  );
}
