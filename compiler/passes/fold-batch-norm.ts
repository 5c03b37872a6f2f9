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
 *
 * A norm by the statistics of its own input becomes means, which are computed when the package runs.
 */

import { computationOf, isOp, makeNode, type Node } from '../ir/graph.ts';
import { batchNorm, batchNormByBatch } from '../ops/normalization.ts';
import { adaptiveAveragePool, averagePool } from '../ops/pooling.ts';
import { type Rule, rewrite } from '../rewrite/rule.ts';
import { elementCount } from '../shape.ts';
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

/** `mean` over places, then over the batch: `[N, C, ...]` to `[1, C, 1, ...]`. */
function meanOf(x: Node, path: string): Node {
  const { reshape } = arithmetic(path);
  const [n = 1, channels = 1, ...rest] = x.type.shape;
  const perImage =
    rest.length === 0 ? x : makeNode(adaptiveAveragePool, { size: [1, 1] }, [asImage(x, path)], path);
  if (n === 1) return reshape(perImage, [1, channels, ...rest.map(() => 1)]);
  const mean = makeNode(
    averagePool,
    {
      kernel: [n, 1],
      stride: [n, 1],
      padding: [
        [0, 0],
        [0, 0],
      ],
      ceilMode: false,
      countIncludePad: false,
    },
    [reshape(perImage, [1, 1, n, channels])],
    path,
  );
  return reshape(mean, [1, channels, ...rest.map(() => 1)]);
}

/** `[N, C, ...]` as `[N, C, H, W]`. */
function asImage(x: Node, path: string): Node {
  const [n = 1, channels = 1, ...rest] = x.type.shape;
  return arithmetic(path).reshape(x, [n, channels, rest[0] ?? 1, elementCount(rest.slice(1))]);
}

const byBatch: Rule = {
  equation: 'batchNormByBatch(x) = (x - mean(x)) / sqrt(mean((x - mean(x))^2) + epsilon) * gamma + beta',
  match(norm) {
    if (!isOp(norm, batchNormByBatch)) return undefined;
    const [x, gamma, beta] = norm.inputs;
    return {
      absorbs: [],
      replacement() {
        const { add, div, mul, reshape, sqrt, sub, literal } = arithmetic(norm.path);
        const [, channels = 0, ...rest] = norm.type.shape;
        const perChannel = (vector: Node): Node => reshape(vector, [1, channels, ...rest.map(() => 1)]);
        const centred = sub(x, meanOf(x, norm.path));
        const variance = meanOf(mul(centred, centred), norm.path);
        const scale = div(perChannel(gamma), sqrt(add(variance, literal(norm.attributes.epsilon))));
        return add(mul(centred, scale), perChannel(beta));
      },
    };
  },
};

export const foldBatchNorm: Pass = {
  name: 'fold-batch-norm',
  reason: 'before fusion: a folded norm leaves the convolution next to its activation',
  // Whatever can fold has folded before the rest becomes a scale and a shift: of two norms in a row both fold.
  run: graph => rewrite(rewrite(graph, [foldIntoWeights]), [toAffine, byBatch]),
  ensures: graph => graph.nodes.find(node => isOp(node, batchNorm) || isOp(node, batchNormByBatch))?.path,
};
