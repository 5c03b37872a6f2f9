/** What the pipeline leaves of ResNet-50, and of the article's network: convolutions that end in one epilogue each. */

import { beforeAll, describe, expect, test } from 'vitest';
import { computationOf, constantRegion, type Graph, isOp } from '../../compiler/ir/graph.ts';
import { verifyGraph } from '../../compiler/ir/verify.ts';
import { batchNorm } from '../../compiler/ops/normalization.ts';
import { pipeline } from '../../compiler/passes/pipeline.ts';
import article from '../../specs/article-resnet50.ts';
import resnet50 from '../../specs/resnet50.ts';
import { expectSameMeaning } from '../support/evaluate.ts';
import { optimize, shapeOfWork, workOf } from '../support/look.ts';

const tally = (texts: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
};

describe('ResNet-50 at 224', () => {
  let graph: Graph;
  beforeAll(() => {
    graph = optimize(resnet50.configure({}).graph);
  });

  test('53 convolutions, 33 with ReLU, 16 with residual and ReLU, 4 on skips with nothing', () => {
    expect(tally(shapeOfWork(graph))).toEqual({
      'conv2d |> max(%0, 0)': 33,
      'conv2d |> max(add(%0, %1), 0)': 16,
      conv2d: 4,
      maxPool: 1,
      adaptiveAveragePool: 1,
      flatten: 1,
      linear: 1,
    });
  });

  test('no batch norm anywhere, no elementwise work outside the constant region', () => {
    const constants = constantRegion(graph);
    expect(graph.nodes.filter(node => isOp(node, batchNorm))).toEqual([]);
    const elementwise = graph.nodes.filter(node => computationOf(node).form === 'pointwise');
    expect(elementwise.length).toBeGreaterThan(0);
    expect(elementwise.filter(node => !constants.has(node)).map(node => node.path)).toEqual([]);
  });

  test('every convolution has a weight and a bias of the constant region, and the residual of its block', () => {
    const constants = constantRegion(graph);
    const layers = workOf(graph).filter(node => node.op.name === 'conv2d');
    for (const layer of layers) {
      expect(layer.inputs.length, layer.path).toBe(3);
      expect(layer.inputs.slice(1).every(each => constants.has(each))).toBe(true);
    }
    const residuals = layers.filter(layer => layer.epilogue?.operands.length === 1);
    expect(residuals.map(layer => layer.path)).toContain('layer2.1.conv3');
    for (const layer of residuals) expect(layer.path).toMatch(/(conv3|downsample\.0)$/);
  });

  test('parameters keep their names, and those of norms are all still read', () => {
    const names = (each: Graph): readonly string[] =>
      each.nodes.filter(node => node.op.name === 'parameter').map(node => node.path);
    expect([...names(graph)].sort()).toEqual([...names(resnet50.configure({}).graph)].sort());
  });
});

test.each([resnet50, article])('$name at 33x47 keeps its meaning after each pass', async spec => {
  let before = spec.configure({ classes: 10, height: 33, width: 47 }).graph;
  const first = before;
  for (const pass of pipeline) {
    const after = pass.run(before);
    verifyGraph(after, pass.name);
    before = after;
  }
  await expectSameMeaning(first, before);
});

test('the article: 36 convolutions; where a skip has one it comes later, and takes the residual', () => {
  const graph = optimize(article.configure({}).graph);
  const layers = workOf(graph).filter(node => node.op.name === 'conv2d');
  expect(layers).toHaveLength(36);
  expect(layers.filter(layer => !layer.epilogue).map(layer => layer.path)).toMatchInlineSnapshot(`
    [
      "layer2.0.conv2",
      "layer3.0.conv2",
      "layer4.0.conv2",
    ]
  `);
  expect(workOf(graph).filter(node => computationOf(node).form === 'pointwise')).toEqual([]);
});
