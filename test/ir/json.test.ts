/** Graphs as JSON: what is written reads back as it was, epilogues included, and what is no graph is refused by name. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../compiler/errors.ts';
import { type GraphJson, graphFromJson, graphToJson } from '../../compiler/ir/json.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { expectSameMeaning } from '../support/evaluate.ts';
import { optimize } from '../support/look.ts';
import { jsonMutations } from '../support/mutate.ts';
import { randomGraphs } from '../support/random-graph.ts';
import * as s from '../support/sketch.ts';

const readBack = (graph: Parameters<typeof graphToJson>[0]) =>
  graphFromJson(JSON.parse(JSON.stringify(graphToJson(graph))), 'graph.json');

describe('round trip', () => {
  test.each([
    ['as drawn', (graph: Parameters<typeof graphToJson>[0]) => graph],
    ['after all passes', optimize],
  ])('of random graphs %s', async (_, prepare) => {
    await fc.assert(
      fc.asyncProperty(randomGraphs, async drawn => {
        const graph = prepare(drawn);
        const again = readBack(graph);
        expect(printGraph(again)).toBe(printGraph(graph));
        expect(graphToJson(again)).toEqual(graphToJson(graph));
        await expectSameMeaning(graph, again);
      }),
      { numRuns: 100 },
    );
  });

  test('keeps a value that an epilogue uses twice one value', () => {
    const graph = optimize(s.graphOf(s.silu(s.silu(s.silu(s.conv('conv', s.image(), 4))))));
    const expression = (text: GraphJson) => text.nodes.at(-1)?.epilogue?.expression.length;
    expect(expression(graphToJson(readBack(graph)))).toBe(expression(graphToJson(graph)));
    expect(expression(graphToJson(graph))).toBeLessThan(20);
  });
});

/** `relu(conv(input) + input)`, fused: nodes 0 input, 1 weight, 2 conv2d. */
const plain = (): GraphJson => {
  const x = s.image([1, 2, 3, 3]);
  return graphToJson(optimize(s.graphOf(s.relu(s.add(s.conv('conv', x, 2), x)), [x])));
};
type Row = GraphJson['nodes'][number];

/** The same text with one node changed. */
const withNode = (i: number, change: Partial<Row> | Readonly<Record<string, unknown>>): unknown => {
  const text = plain();
  return { ...text, nodes: text.nodes.map((row, k) => (k === i ? { ...row, ...change } : row)) };
};
const epilogue = (expression: unknown, operands: unknown = [0]): unknown =>
  withNode(2, { epilogue: { expression, operands } });
const nested = (depth: number): unknown => {
  let value: unknown = [];
  for (let i = 0; i < depth; i++) value = [value];
  return value;
};
/** An expression of `depth` functions one in another. */
const deepExpression = (depth: number): unknown[] => [
  { operand: 0 },
  ...Array.from({ length: depth }, (_, i) => ({ fn: 'neg', args: [i] })),
];

test('the graph that the table below spoils is in order', () => {
  const text = plain();
  expect(text.nodes.map(row => row.op)).toEqual(['input', 'parameter', 'conv2d']);
  expect(text.nodes[2]?.epilogue?.operands).toEqual([0]);
  expect(graphFromJson(text, 'x.json').nodes).toHaveLength(3);
});

describe('refuses', () => {
  const attributes = plain().nodes[2]?.attributes as Readonly<Record<string, unknown>>;
  test.each<readonly [problem: string, text: unknown, message: RegExp]>([
    ['null', null, /graph: /],
    ['a list', [], /graph: /],
    ['text', 'graph', /graph: /],
    ['nothing', {}, /version: this netwright reads graphs of version 2/],
    [
      'an earlier version',
      { ...plain(), version: 1 },
      /version: this netwright reads graphs of version 2, this is of version 1/,
    ],
    ['a field too many', { ...plain(), extra: 1 }, /extra/],
    ['no nodes', { ...plain(), nodes: undefined }, /nodes: /],
    ['no outputs', { ...plain(), outputs: [] }, /outputs: /],
    [
      'an output that does not exist',
      { ...plain(), outputs: [{ name: 'y', node: 3 }] },
      /outputs\.0\.node names node 3/,
    ],
    ['a negative output', { ...plain(), outputs: [{ name: 'y', node: -1 }] }, /outputs\.0\.node: /],
    [
      'two outputs of one name',
      { ...plain(), outputs: [0, 1].map(node => ({ name: 'y', node })) },
      /is an output by the name of another, y/,
    ],
    [
      'another dtype than the inputs give',
      (() => {
        const { nodes, ...rest } = plain();
        return { ...rest, nodes: nodes.map((node, i) => (i === 0 ? { ...node, dtype: 'int8' } : node)) };
      })(),
      /nodes\.0\.dtype: is int8, but its inputs give float32/,
    ],
    [
      'an operator that does not exist',
      withNode(2, { op: 'conv3d' }),
      /nodes\.2\.op: no operator is called conv3d/,
    ],
    ['an operator named as a method', withNode(2, { op: 'constructor' }), /nodes\.2\.op: /],
    ['a node that reads a later one', withNode(2, { inputs: [0, 5] }), /nodes\.2\.inputs names node 5/],
    ['a node that reads itself', withNode(2, { inputs: [2, 1] }), /nodes\.2\.inputs names node 2/],
    ['an input that is no number', withNode(2, { inputs: [0, '1'] }), /nodes\.2\.inputs\.1: /],
    ['a fractional input', withNode(2, { inputs: [0, 0.5] }), /nodes\.2\.inputs\.1: /],
    ['an input too few', withNode(2, { inputs: [0] }), /nodes\.2: .*takes \(x, weight, bias\?\), got 1/],
    ['inputs too many', withNode(2, { inputs: [0, 1, 1, 1] }), /nodes\.2: .*got 4/],
    ['a leaf with inputs', withNode(1, { inputs: [0] }), /nodes\.1: .*got 1/],
    [
      'shapes that do not fit',
      withNode(2, { inputs: [1, 1] }),
      /nodes\.2\.shape: is \[1, 2, 3, 3\], but its inputs give \[2, 2, 1, 1\]/,
    ],
    ['the wrong shape', withNode(2, { shape: [1, 2, 4, 4] }), /nodes\.2\.shape: is \[1, 2, 4, 4\]/],
    ['no shape', withNode(2, { shape: undefined }), /nodes\.2\.shape: /],
    ['a shape with zero', withNode(0, { shape: [0] }), /nodes\.0\.shape\.0: /],
    ['a shape with a negative size', withNode(0, { shape: [-1, 2, 3, 3] }), /nodes\.0\.shape\.0: /],
    ['a shape of a hundred axes', withNode(0, { shape: new Array(100).fill(1) }), /nodes\.0\.shape: /],
    [
      'a shape beyond all memory',
      withNode(0, { shape: [2 ** 40, 2, 3, 3], attributes: { shape: [2 ** 40, 2, 3, 3] } }),
      /nodes\.0\.shape: /,
    ],
    [
      'a shape beyond the integers',
      withNode(0, { shape: [1e300, 2], attributes: { shape: [1e300, 2] } }),
      /nodes\.0\.shape\.0: /,
    ],
    [
      'padding that makes a small image vast',
      withNode(2, {
        shape: [1, 2, 2 ** 30 + 3, 2 ** 30 + 3],
        attributes: {
          ...attributes,
          padding: [
            [2 ** 30, 0],
            [2 ** 30, 0],
          ],
        },
      }),
      /nodes\.2\.shape: /,
    ],
    ['attributes that lack one', withNode(2, { attributes: {} }), /nodes\.2: .*stride/],
    [
      'an attribute too many',
      withNode(2, { attributes: { ...attributes, colour: 1 } }),
      /nodes\.2: .*colour/,
    ],
    [
      'a stride of zero',
      withNode(2, { attributes: { ...attributes, stride: [0, 1] } }),
      /nodes\.2: .*stride/,
    ],
    ['groups that do not divide', withNode(2, { attributes: { ...attributes, groups: 2 } }), /nodes\.2: /],
    ['attributes nested 10,000 deep', withNode(2, { attributes: nested(10_000) }), /nodes\.2: /],
    [
      'attributes nested where none belong',
      withNode(2, { op: 'relu', inputs: [0], attributes: nested(9) }),
      /nodes\.2: /,
    ],
    [
      'parameters of one name',
      (() => {
        const { nodes, ...rest } = plain();
        return {
          ...rest,
          nodes: nodes.toSpliced(1, 0, ...nodes.slice(1, 2)).with(3, { ...nodes[2], inputs: [0, 1] } as Row),
          outputs: [{ name: 'y', node: 3 }],
        };
      })(),
      /conv\.weight: .*shares its name/,
    ],
    ['an input and a parameter of one name', withNode(1, { path: 'input' }), /input: .*shares its name/],
    ['an empty epilogue', epilogue([]), /nodes\.2\.epilogue\.expression: /],
    [
      'a function that does not exist',
      epilogue([{ fn: 'sinh', args: [0] }]),
      /nodes\.2\.epilogue\.expression\.0/,
    ],
    [
      'a function named as a method',
      epilogue([{ operand: 0 }, { fn: 'toString', args: [0] }]),
      /nodes\.2\.epilogue/,
    ],
    [
      'a function that lacks an argument',
      epilogue([{ operand: 0 }, { fn: 'add', args: [0] }]),
      /nodes\.2\.epilogue: add takes 2/,
    ],
    [
      'a function that reads itself',
      epilogue([{ operand: 0 }, { fn: 'neg', args: [1] }]),
      /nodes\.2\.epilogue: argument 1/,
    ],
    ['an entry that is nothing', epilogue([{}]), /nodes\.2\.epilogue\.expression\.0/],
    ['a constant that is no number', epilogue([{ constant: null }]), /nodes\.2\.epilogue\.expression\.0/],
    ['an operand that does not exist', epilogue([{ operand: 2 }]), /conv: .*epilogue of operand 2/],
    [
      'an operand that comes later',
      epilogue([{ operand: 1 }], [2]),
      /nodes\.2\.epilogue\.operands names node 2/,
    ],
    [
      'an operand of another shape',
      epilogue([{ operand: 1 }], [1]),
      /conv: .*epilogue operand \[2, 2, 1, 1\]/,
    ],
    ['an epilogue 100,000 deep', epilogue(deepExpression(100_000)), /nodes\.2\.epilogue\.expression/],
    [
      'an epilogue of an input',
      withNode(0, { epilogue: { expression: [{ operand: 0 }], operands: [] } }),
      /input: .*epilogue/,
    ],
  ])('%s', (_, text, message) => {
    const error = refusal(() => graphFromJson(text, 'x.json'));
    expect(error.message).toMatch(message);
    expect(error.message).toContain('x.json');
    expect(error.message.length).toBeLessThan(1000);
  });
});

function refusal(read: () => unknown): UserError {
  try {
    read();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was read');
}

test('a text with anything changed reads as a graph that prints, or is refused: it never crashes', () => {
  fc.assert(
    fc.property(randomGraphs, jsonMutations, (graph, mutate) => {
      const text = mutate(JSON.parse(JSON.stringify(graphToJson(optimize(graph)))));
      try {
        printGraph(graphFromJson(text, 'x.json'));
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: 400 },
  );
});

test('100,000 nodes in a row are read without recursion', () => {
  const { nodes, ...rest } = plain();
  const [input] = nodes;
  const relus = Array.from({ length: 100_000 }, (_, i) => ({
    op: 'relu',
    path: 'relu',
    shape: [1, 2, 3, 3],
    attributes: {},
    inputs: [i],
  }));
  expect(
    graphFromJson({ ...rest, nodes: [input, ...relus], outputs: [{ name: 'y', node: 100_000 }] }, 'x.json')
      .nodes,
  ).toHaveLength(100_001);
});
