/**
 * Batch norms become part of the weights before them, or else a scale and a shift a channel:
 *
 *     s = gamma / sqrt(variance + epsilon),  t = beta - mean * s
 *     batchNorm(conv(x, w) + b) = conv(x, w * s) + (b - mean) * s + beta
 *     batchNorm(x)              = x * s + t
 *
 * The first holds where the convolution (or linear layer) is read by this norm alone and is no output, and where
 * weights, bias and statistics are constant. Weights shared by two layers are scaled apart: each fold makes its own
 * nodes. All of it is nodes of the constant region: `pack` evaluates them in float64 and rounds once.
 */

import { computationOf, isOp, makeNode, type Node } from '../ir/graph.ts';
import { batchNorm } from '../ops/normalization.ts';
import { type Rule, rewrite } from '../rewrite/rule.ts';
import { arithmetic } from './constants.ts';
import type { Pass } from './pass.ts';

type BatchNormNode = Node & { readonly attributes: { readonly epsilon: number } };

/** The factor a channel. */
function scaleOf(norm: BatchNormNode, gamma: Node, variance: Node): Node {
  const { add, div, sqrt, literal } = arithmetic(norm.path);
  return div(gamma, sqrt(add(variance, literal(norm.attributes.epsilon))));
}

const foldIntoWeights: Rule = {
  equation: 'batchNorm(conv(x, w) + b) = conv(x, w * s) + (b - mean) * s + beta',
  match(norm, { isConstant }) {
    if (!isOp(norm, batchNorm)) return undefined;
    const [layer, gamma, beta, mean, variance] = norm.inputs;
    const { form } = computationOf(layer);
    const [x, weight, bias] = layer.inputs;
    if ((form !== 'convolution' && form !== 'linear') || layer.epilogue || !x || !weight) return undefined;
    // Over more axes a linear layer's features are not on axis 1, where a batch norm has its channels.
    if (form === 'linear' && layer.type.shape.length !== 2) return undefined;
    const constants = [weight, gamma, beta, mean, variance, ...(bias ? [bias] : [])];
    if (!constants.every(isConstant)) return undefined;
    return {
      absorbs: [layer],
      replacement() {
        const { add, mul, reshape, sub } = arithmetic(norm.path);
        const s = scaleOf(norm, gamma, variance);
        const [channels = 0] = gamma.type.shape;
        const perOutput = reshape(s, [channels, ...weight.type.shape.slice(1).map(() => 1)]);
        const shift = bias ? add(mul(sub(bias, mean), s), beta) : sub(beta, mul(mean, s));
        return makeNode(layer.op, layer.attributes, [x, mul(weight, perOutput), shift], layer.path);
      },
    };
  },
};

const toAffine: Rule = {
  equation: 'batchNorm(x) = x * s + t',
  match(norm) {
    if (!isOp(norm, batchNorm)) return undefined;
    const [x, gamma, beta, mean, variance] = norm.inputs;
    return {
      absorbs: [],
      replacement() {
        const { add, mul, reshape, sub } = arithmetic(norm.path);
        const s = scaleOf(norm, gamma, variance);
        const t = sub(beta, mul(mean, s));
        const [, channels = 0, ...rest] = norm.type.shape;
        const perChannel = (vector: Node): Node => reshape(vector, [channels, ...rest.map(() => 1)]);
        return add(mul(x, perChannel(s)), perChannel(t));
      },
    };
  },
};

export const foldBatchNorm: Pass = {
  name: 'fold-batch-norm',
  reason: 'before fusion: a folded norm leaves the convolution next to its activation',
  // Whatever can fold has folded before the rest becomes a scale and a shift: of two norms in a row both fold.
  run: graph => rewrite(rewrite(graph, [foldIntoWeights]), [toAffine]),
  ensures: graph => graph.nodes.find(node => isOp(node, batchNorm))?.path,
};
