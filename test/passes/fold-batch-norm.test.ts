/**
 * Which batch norms fold into weights and which stay as a scale and a shift (PEERS.md 4.1), each with the meaning
 * kept: nothing that anyone else reads is scaled, and what cannot fold reads two vectors, never four.
 */

import { describe, expect, test } from 'vitest';
import { constantRegion, type Graph, isOp, makeGraph, makeNode, type Node } from '../../compiler/ir/graph.ts';
import { conv2d } from '../../compiler/ops/convolution.ts';
import { flatten, reshape } from '../../compiler/ops/movement.ts';
import { batchNorm } from '../../compiler/ops/normalization.ts';
import { foldBatchNorm } from '../../compiler/passes/fold-batch-norm.ts';
import { lower } from '../../compiler/plan/lower.ts';
import { expectSameMeaning } from '../support/evaluate.ts';
import { constantsReadElementwise, optimize, shapeOfWork, workOf } from '../support/look.ts';
import * as s from '../support/sketch.ts';
import { asConfigured, stubTarget } from '../support/stub-target.ts';

describe('folds', () => {
  const x = s.image();
  const deep = makeNode(flatten, { start: 1 }, [s.globalPool(x)], 'flatten');
  const cases: Readonly<Record<string, readonly [graph: Graph, work: readonly string[]]>> = {
    'conv, norm': [s.graphOf(s.norm('bn', s.conv('conv', x, 3))), ['conv2d']],
    'conv with a bias, norm': [s.graphOf(s.norm('bn', s.conv('conv', x, 3, { bias: true }))), ['conv2d']],
    'grouped conv, norm': [
      s.graphOf(s.norm('bn', s.conv('conv', x, 6, { groups: 2, kernel: 3, bias: true }))),
      ['conv2d'],
    ],
    'depthwise conv, norm': [
      s.graphOf(s.norm('bn', s.conv('conv', x, 4, { groups: 4, kernel: 3 }))),
      ['conv2d'],
    ],
    'linear, norm': [
      s.graphOf(s.norm('bn', s.fullyConnected('fc', deep, 3))),
      ['adaptiveAveragePool', 'flatten', 'linear'],
    ],
    'linear without a bias, norm': [
      s.graphOf(s.norm('bn', s.fullyConnected('fc', deep, 3, false))),
      ['adaptiveAveragePool', 'flatten', 'linear'],
    ],
    'conv, norm, norm': [s.graphOf(s.norm('b', s.norm('a', s.conv('conv', x, 3)))), ['conv2d']],
    'conv, norm, relu': [s.graphOf(s.relu(s.norm('bn', s.conv('conv', x, 3)))), ['conv2d |> max(%0, 0)']],
  };

  test.each(Object.entries(cases))('%s', async (_, [graph, work]) => {
    const after = optimize(graph);
    expect(shapeOfWork(after)).toEqual(work);
    expect(constantsReadElementwise(after)).toEqual([]);
    await expectSameMeaning(graph, after);
  });

  test('weights shared by two convolutions, each with its own norm: both fold, each its own copy', async () => {
    const weight = s.weights('shared.weight', [4, 4, 1, 1]);
    const a = s.norm('bn1', s.conv('a', x, 4, { weight }));
    const graph = s.graphOf(s.norm('bn2', s.conv('b', s.relu(a), 4, { weight })));
    const after = optimize(graph);
    expect(shapeOfWork(after)).toEqual(['conv2d |> max(%0, 0)', 'conv2d']);
    const [first, second] = workOf(after);
    expect(first?.inputs[1]).not.toBe(second?.inputs[1]);
    await expectSameMeaning(graph, after);
  });

  test('weights shared with a convolution that has no norm: that one keeps them as they are', async () => {
    const weight = s.weights('shared.weight', [4, 4, 1, 1]);
    const graph = s.graphOf(s.conv('b', s.relu(s.norm('bn', s.conv('a', x, 4, { weight }))), 4, { weight }));
    const after = optimize(graph);
    expect(workOf(after)[1]?.inputs[1]?.path).toBe('shared.weight');
    expect(workOf(after)[0]?.inputs[1]?.op.name).toBe('mul');
    await expectSameMeaning(graph, after);
  });

  test('one convolution read by two norms of the same statistics, once they are shared', async () => {
    const layer = s.conv('conv', x, 3);
    const bn = s.norm('bn', layer);
    const [, gamma, beta, mean, variance] = bn.inputs;
    const again = makeNode(
      batchNorm,
      { epsilon: 1e-5 },
      [layer, gamma, beta, mean, variance] as never,
      'again',
    );
    const graph = s.graphOf(s.add(s.relu(bn), s.silu(again)));
    await expectSameMeaning(graph, optimize(graph));
  });
});

describe('does not fold, and becomes a scale and a shift', () => {
  const x = s.image();
  const layer = s.conv('conv', x, 4);
  const affine = 'add(%2, mul(%0, %1))';
  const cases: Readonly<Record<string, readonly [graph: Graph, work: readonly string[]]>> = {
    'conv read elsewhere too': [
      s.graphOf(s.add(s.norm('bn', layer), layer)),
      ['conv2d |> add(%0, add(%2, mul(%0, %1)))'],
    ],
    'conv that is an output too': [s.graphOf([s.norm('bn', layer), layer]), ['conv2d', 'mul |> add(%0, %1)']],
    'conv read by two norms': [
      s.graphOf([s.norm('bn1', layer), s.norm('bn2', layer)]),
      ['conv2d', 'mul |> add(%0, %1)', 'mul |> add(%0, %1)'],
    ],
    'norm, conv': [s.graphOf(s.conv('conv', s.norm('bn', x), 3)), ['mul |> add(%0, %1)', 'conv2d']],
    'conv, relu, norm': [s.graphOf(s.norm('bn', s.relu(layer))), ['conv2d |> add(%2, mul(%1, max(%0, 0)))']],
    'max pool, norm': [s.graphOf(s.norm('bn', s.largest(x))), [`maxPool |> ${affine}`]],
    'average pool, norm': [s.graphOf(s.norm('bn', s.mean(x))), [`averagePool |> ${affine}`]],
    'norm, relu': [s.graphOf(s.relu(s.norm('bn', x))), ['mul |> max(add(%0, %1), 0)']],
    'sum, norm': [s.graphOf(s.norm('bn', s.add(s.relu(x), x))), ['relu |> add(%3, mul(%2, add(%0, %1)))']],
  };

  test.each(Object.entries(cases))('%s', async (_, [graph, work]) => {
    const after = optimize(graph);
    expect(shapeOfWork(after)).toEqual(work);
    const norms = graph.nodes.filter(node => isOp(node, batchNorm)).length;
    const vectors = constantsReadElementwise(after).map(node => node.type.shape);
    expect(vectors).toEqual(new Array(2 * norms).fill([4, 1, 1]));
    await expectSameMeaning(graph, after);
  });

  test('a norm whose scale depends on the input', async () => {
    const gate = makeNode(reshape, { shape: [4] }, [s.globalPool(x)], 'gate');
    const graph = s.graphOf(s.norm('bn', layer, gate));
    const after = optimize(graph);
    expect(shapeOfWork(after).at(-1)).toBe(`conv2d |> ${affine}`);
    expect(workOf(after).at(-1)?.inputs[1]?.path).toBe('conv.weight');
    await expectSameMeaning(graph, after);
  });

  test('in a plan: two vectors of the recipe beside the pool', () => {
    const graph = s.graphOf(s.norm('bn', s.largest(x)));
    const plan = lower(asConfigured(graph), optimize(graph), stubTarget);
    expect(plan.recipe.tensors.map(({ elements }) => elements)).toEqual([4, 4]);
    expect(plan.steps.map(step => step.arguments.map(({ region }) => region))).toEqual([
      ['arena', 'weights', 'weights', 'arena'],
    ]);
  });

  test('a linear layer over three axes, whose features are not on axis 1', async () => {
    const tokens = makeNode(reshape, { shape: [1, 4, 30] }, [x], 'tokens');
    const graph = s.graphOf(s.norm('bn', s.fullyConnected('fc', tokens, 7)));
    const after = optimize(graph);
    expect(constantsReadElementwise(after).map(node => node.type.shape)).toEqual([
      [4, 1],
      [4, 1],
    ]);
    await expectSameMeaning(graph, after);
  });

  test('a convolution whose weights depend on the input', async () => {
    const weight = makeNode(reshape, { shape: [1, 4, 1, 1] }, [s.globalPool(x)], 'weight');
    const graph = s.graphOf(s.norm('bn', s.conv('conv', x, 1, { weight })));
    const after = foldBatchNorm.run(graph);
    expect(after.nodes.filter(node => isOp(node, conv2d)).map(node => node.inputs[1]?.path)).toEqual([
      'weight',
    ]);
    await expectSameMeaning(graph, after);
  });
});

test('scales and shifts are nodes of the constant region: the numbers of a checkpoint are in no pass', () => {
  const graph = s.graphOf(s.norm('bn', s.conv('conv', s.image(), 3, { bias: true })));
  const after = optimize(graph);
  const constants = constantRegion(after);
  const [layer] = workOf(after);
  expect(layer?.inputs.slice(1).every(each => constants.has(each))).toBe(true);
  const literals = after.nodes.filter(node => node.op.name === 'constant');
  expect(literals.map(node => node.attributes)).toEqual([{ shape: [], values: [1e-5] }]);
});

test('layers keep their module path: the convolution stays where it is, the arithmetic is of the norm', () => {
  const graph = s.graphOf(s.norm('layer1.bn1', s.conv('layer1.conv1', s.image(), 3)));
  const [layer] = workOf(foldBatchNorm.run(graph));
  const path = (node: Node | undefined): string | undefined => node?.path;
  expect([path(layer), path(layer?.inputs[1]), path(layer?.inputs[2])]).toEqual([
    'layer1.conv1',
    'layer1.bn1',
    'layer1.bn1',
  ]);
  expect(makeGraph('again', graph.outputs).nodes).toHaveLength(graph.nodes.length);
});
