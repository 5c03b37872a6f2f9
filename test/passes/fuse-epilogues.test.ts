/**
 * What moves into the kernel before it, and what does not: the later of two convolutions takes the residual, chains
 * of activations follow, and nothing that is read twice, is an output, or has another shape is taken in.
 */

import { describe, expect, test } from 'vitest';
import { makeNode } from '../../compiler/ir/graph.ts';
import { graphFromJson, graphToJson } from '../../compiler/ir/json.ts';
import { reshape } from '../../compiler/ops/movement.ts';
import { softmax } from '../../compiler/ops/normalization.ts';
import { fuseEpilogues } from '../../compiler/passes/fuse-epilogues.ts';
import { expectSameMeaning } from '../support/evaluate.ts';
import { optimize, shapeOfWork, workOf } from '../support/look.ts';
import * as s from '../support/sketch.ts';

const x = s.image();

describe('the residual goes to the later convolution', () => {
  const early = s.conv('early', x, 4, { kernel: 3 });
  const late = s.conv('late', s.relu(s.conv('middle', x, 4)), 4);

  test.each([
    ['on the left', s.add(early, late)],
    ['on the right', s.add(late, early)],
  ])('%s of the sum', async (_, sum) => {
    const graph = s.graphOf(s.relu(sum), [x, early, late]);
    const after = fuseEpilogues.run(graph);
    expect(shapeOfWork(after)).toEqual(['conv2d', 'conv2d |> max(%0, 0)', 'conv2d |> max(add(%0, %1), 0)']);
    expect(workOf(after).map(node => node.path)).toEqual(['early', 'middle', 'late']);
    expect(workOf(after)[2]?.epilogue?.operands.map(node => node.path)).toEqual(['early']);
    await expectSameMeaning(graph, after);
  });

  test('whichever the order makes the later', async () => {
    const graph = s.graphOf(s.add(early, late), [x, late, early]);
    const after = fuseEpilogues.run(graph);
    expect(workOf(after).map(node => [node.path, node.epilogue !== undefined])).toEqual([
      ['middle', true],
      ['late', false],
      ['early', true],
    ]);
    await expectSameMeaning(graph, after);
  });
});

describe('fuses', () => {
  const layer = s.conv('conv', x, 4);
  const twice = s.silu(layer);
  test.each([
    ['a chain of activations', s.relu(s.hardSwish(s.silu(layer))), 1],
    ['a sum after an activation', s.add(s.relu(layer), x), 1],
    ['a value that one node reads twice', s.mul(twice, twice), 1],
    ['one value a channel', s.mul(layer, s.globalPool(x)), 2],
    ['a scalar', s.mul(layer, s.literal(0.5)), 1],
    ['elementwise work with elementwise work', s.relu(s.add(x, s.literal(1))), 1],
    ['pools', s.relu(s.largest(x)), 1],
    ['global pools', s.relu(s.globalPool(x)), 1],
    ['linear layers', s.relu(s.fullyConnected('fc', x, 3)), 1],
    [
      'a division by the result',
      s.div(s.literal(1, [1, 4, 6, 5]), s.hardSwish(s.add(layer, s.literal(9)))),
      1,
    ],
  ])('%s', async (_, output, kernels) => {
    const graph = s.graphOf(output);
    const after = optimize(graph);
    expect(workOf(after)).toHaveLength(kernels);
    await expectSameMeaning(graph, after);
  });
});

describe('does not fuse', () => {
  const layer = s.conv('conv', x, 4);
  const small = s.conv('small', s.globalPool(x), 4);
  const flat = makeNode(reshape, { shape: [1, 120] }, [layer], 'reshape');
  const soft = makeNode(softmax, { axis: 1 }, [x], 'softmax');
  test.each([
    [
      'a value that is read twice',
      [s.add(s.conv('a', s.relu(layer), 4), s.conv('b', layer, 4))],
      ['conv2d', 'relu'],
    ],
    ['a value that is an output', [s.relu(layer), layer], ['conv2d', 'relu']],
    ['a smaller value into its stretched sum', [s.add(small, x)], ['adaptiveAveragePool', 'conv2d', 'add']],
    ['across a reshape', [s.relu(flat)], ['conv2d', 'reshape', 'relu']],
    ['into softmax', [s.relu(soft)], ['softmax', 'relu']],
    ['into the input', [s.relu(x)], ['relu']],
  ])('%s', async (_, outputs, work) => {
    const graph = s.graphOf(outputs);
    const after = optimize(graph);
    expect(shapeOfWork(after).slice(0, work.length)).toEqual(work);
    await expectSameMeaning(graph, after);
  });
});

test('an operand read in two places of a chain is one operand', () => {
  const skip = s.silu(x);
  const graph = s.graphOf([s.mul(s.add(s.conv('conv', x, 4), skip), skip), skip]);
  const layer = workOf(optimize(graph)).find(node => node.path === 'conv');
  expect(layer?.epilogue?.operands).toHaveLength(1);
});

test('a chain of thousands becomes several kernels, and its graph still reads', async () => {
  let end = s.conv('conv', x, 4);
  for (let i = 0; i < 3000; i++) end = s.relu(end);
  const graph = s.graphOf(end);
  const after = optimize(graph);
  expect(workOf(after).length).toBeLessThan(100);
  expect(graphFromJson(graphToJson(after), 'x.json').nodes).toHaveLength(after.nodes.length);
  await expectSameMeaning(graph, after);
});
