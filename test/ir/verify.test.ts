/** The verifier refuses each kind of broken graph, naming the stage, the node and what is wrong. */

import { describe, expect, test } from 'vitest';
import { UserError } from '../../compiler/errors.ts';
import type { Epilogue, Graph, Node } from '../../compiler/ir/graph.ts';
import { unnamed } from '../../compiler/ir/graph.ts';
import { operand } from '../../compiler/ir/scalar.ts';
import { verifyGraph } from '../../compiler/ir/verify.ts';
import type { Pass } from '../../compiler/passes/pass.ts';
import { runPipeline } from '../../compiler/passes/pipeline.ts';
import { removeIdentities } from '../../compiler/passes/remove-identities.ts';
import * as s from '../support/sketch.ts';

const x = s.image([1, 2, 3, 3]);
const layer = s.conv('conv', x, 2);
const [, weight] = layer.inputs;
if (!weight) throw new Error('a convolution has weights');
const end = s.relu(layer);
const whole: readonly Node[] = [x, weight, layer, end];
const graph = (nodes: readonly Node[], outputs: readonly Node[] = [end]): Graph => ({
  name: 'net',
  nodes,
  outputs: unnamed(outputs),
});
const fused = (epilogue: Epilogue, node = layer): Graph => {
  const changed = { ...node, epilogue };
  return graph([x, weight, ...(node === layer ? [] : [layer]), changed], [changed]);
};

test('a graph that is in order passes', () => {
  expect(() => verifyGraph(graph(whole), 'source')).not.toThrow();
  expect(() => verifyGraph(fused({ expression: operand(1), operands: [x] }), 'source')).not.toThrow();
});

describe('refuses', () => {
  test.each<readonly [string, Graph, RegExp]>([
    ['a node that stands twice', graph([...whole, end]), /relu: stage: relu stands in the graph twice/],
    [
      'a node before its operand',
      graph([x, layer, weight, end]),
      /reads conv\.weight, which does not come before/,
    ],
    ['a node that is missing', graph([x, weight, end]), /reads conv, which does not come before/],
    ['an output that is missing', graph([x, weight, layer]), /relu: .*is an output, but does not stand/],
    [
      'a shape that is not inferred',
      graph(
        [
          x,
          weight,
          layer,
          { ...end, type: x.type },
          { ...layer, type: { dtype: 'float32', shape: [1, 2, 3, 4] } },
        ],
        [layer],
      ),
      /conv: .*has shape \[1, 2, 3, 4\], not \[1, 2, 3, 3\]/,
    ],
    [
      'two parameters of one name',
      graph([...whole, s.weights('conv.weight', [1])]),
      /conv\.weight: .*shares its name/,
    ],
    ['an input named as a parameter', graph([...whole, s.image([1], 'conv.weight')]), /shares its name/],
    [
      'an epilogue that lacks an operand',
      fused({ expression: operand(2), operands: [x] }),
      /epilogue of operand 2, but 1/,
    ],
    [
      'an epilogue operand of another shape',
      fused({ expression: operand(1), operands: [weight] }),
      /epilogue operand \[2, 2, 1, 1\] beside/,
    ],
    [
      'an epilogue operand that would stretch the result',
      fused({ expression: operand(1), operands: [s.image([2, 2, 3, 3])] }),
      /before it|beside/,
    ],
    [
      'an epilogue operand that comes later',
      graph([x, weight, { ...layer, epilogue: { expression: operand(1), operands: [end] } }], []),
      /reads relu, which does not come before/,
    ],
    [
      'an epilogue of an input',
      graph([{ ...x, epilogue: { expression: operand(0), operands: [] } }], []),
      /input: .*epilogue/,
    ],
  ])('%s', (_, broken, message) => {
    let error: unknown;
    try {
      verifyGraph(broken, 'stage');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UserError);
    expect(error).toHaveProperty('message', expect.stringMatching(message));
  });
});

describe('the pipeline', () => {
  test('verifies after each pass, and names the one that broke the graph', () => {
    const careless: Pass = {
      name: 'careless',
      reason: '',
      run: ({ name, outputs }) => ({ name, nodes: [], outputs }),
    };
    expect(() => runPipeline(graph(whole), [removeIdentities, careless])).toThrow(
      /careless: relu is an output/,
    );
  });

  test('holds later passes to what earlier ones ensure', () => {
    const early: Pass = {
      name: 'no-relu',
      reason: '',
      run: () => graph([x, weight, layer], [layer]),
      ensures: each => each.nodes.find(node => node.op.name === 'relu')?.path,
    };
    const late: Pass = { name: 'relu-again', reason: '', run: () => graph(whole) };
    expect(() => runPipeline(graph(whole), [early])).not.toThrow();
    expect(() => runPipeline(graph(whole), [early, late])).toThrow(
      /after relu-again, relu breaks what no-relu ensures/,
    );
  });
});
