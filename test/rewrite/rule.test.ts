/** The engine keeps rules from harm: whatever a rule claims to absorb has to be read by the match alone. */

import { describe, expect, test } from 'vitest';
import { type Graph, isOp, makeNode, type Node } from '../../compiler/ir/graph.ts';
import { verifyGraph } from '../../compiler/ir/verify.ts';
import * as elementwise from '../../compiler/ops/elementwise.ts';
import { type Rule, rewrite } from '../../compiler/rewrite/rule.ts';
import { expectSameMeaning } from '../support/evaluate.ts';
import { shapeOfWork } from '../support/look.ts';
import * as s from '../support/sketch.ts';

const x = s.image();

/** `relu(silu(x)) = tanh(x)`: false, and so seen wherever it is applied. */
const wrong: Rule = {
  equation: 'relu(silu(x)) = tanh(x)',
  match(node) {
    const [inner] = node.inputs;
    if (!isOp(node, elementwise.relu) || !isOp(inner, elementwise.silu)) return undefined;
    return {
      absorbs: [inner],
      replacement: () => makeNode(elementwise.tanh, {}, [inner.inputs[0]], node.path),
    };
  },
};

const names = (graph: Graph): readonly string[] => shapeOfWork(rewrite(graph, [wrong]));

describe('absorbing', () => {
  const inner = s.silu(x);
  const outer = s.relu(inner);

  test('is allowed where the match alone reads', () => {
    expect(names(s.graphOf(outer))).toEqual(['tanh']);
  });

  test('is allowed where the match reads it twice', () => {
    const both: Rule = {
      equation: 'silu(x) * silu(x) = tanh(x)',
      match: node =>
        isOp(node, elementwise.mul)
          ? { absorbs: [node.inputs[0]], replacement: () => makeNode(elementwise.tanh, {}, [x], '') }
          : undefined,
    };
    expect(shapeOfWork(rewrite(s.graphOf(s.mul(inner, inner)), [both]))).toEqual(['tanh']);
  });

  test.each<readonly [string, Graph]>([
    ['another node reads it', s.graphOf(s.add(outer, inner))],
    ['another match reads it', s.graphOf(s.add(outer, s.relu(inner)))],
    ['it is an output', s.graphOf([outer, inner])],
    ['it is the output alone beside its reader', s.graphOf([inner, s.globalPool(outer)])],
  ])('is refused where %s', (_, graph) => {
    const after = rewrite(graph, [wrong]);
    expect(after).toBe(graph);
    expect(shapeOfWork(after)).not.toContain('tanh');
  });

  test('is refused where an epilogue reads it', () => {
    const conv: Node = {
      ...s.conv('conv', x, 4),
      epilogue: { expression: { kind: 'operand', index: 1 }, operands: [inner] },
    };
    const graph = s.graphOf(s.add(outer, conv));
    verifyGraph(graph, 'test');
    expect(rewrite(graph, [wrong])).toBe(graph);
  });

  test('is refused where one of several is read outside, with the next rule tried instead', async () => {
    const deep = s.relu(s.silu(s.silu(x)));
    const [middle] = deep.inputs;
    const [lowest] = middle?.inputs ?? [];
    if (!middle || !lowest) throw new Error('no chain');
    const takesBoth: Rule = {
      equation: 'relu(silu(silu(x))) = tanh(x)',
      match: node =>
        node === deep
          ? { absorbs: [middle, lowest], replacement: () => makeNode(elementwise.tanh, {}, [x], '') }
          : undefined,
    };
    const keeps: Rule = {
      equation: 'relu(y) = max(y, 0) by another name',
      match: node =>
        node === deep
          ? { absorbs: [], replacement: () => makeNode(elementwise.leakyRelu, { slope: 0 }, [middle], '') }
          : undefined,
    };
    expect(shapeOfWork(rewrite(s.graphOf(deep), [takesBoth]))).toEqual(['tanh']);
    const graph = s.graphOf([deep, lowest]);
    expect(rewrite(graph, [takesBoth])).toBe(graph);
    const after = rewrite(graph, [takesBoth, keeps]);
    expect(shapeOfWork(after)).toEqual(['silu', 'silu', 'leakyRelu']);
    await expectSameMeaning(graph, after);
  });
});

describe('rewriting', () => {
  test('gives the same graph where nothing matches', () => {
    const graph = s.graphOf(s.relu(x));
    expect(rewrite(graph, [wrong])).toBe(graph);
  });

  test('matches that share a node are applied one after another', () => {
    const chain = s.relu(s.silu(s.relu(s.silu(x))));
    expect(names(s.graphOf(chain))).toEqual(['tanh', 'tanh']);
  });

  test('goes on until nothing matches', () => {
    let node = s.silu(x);
    for (let i = 0; i < 12; i++) node = s.silu(node);
    const shorten: Rule = {
      equation: 'silu(silu(x)) = silu(x)',
      match(outer) {
        const [inner] = outer.inputs;
        if (!isOp(outer, elementwise.silu) || !isOp(inner, elementwise.silu)) return undefined;
        return { absorbs: [inner], replacement: () => s.silu(inner.inputs[0]) };
      },
    };
    expect(shapeOfWork(rewrite(s.graphOf(node), [shorten]))).toEqual(['silu']);
  });

  test('keeps an input that nothing reads any more, and drops parameters', () => {
    const zero: Rule = {
      equation: 'f(x) = 0',
      match: node =>
        node.op.name === 'conv2d'
          ? { absorbs: [], replacement: () => s.literal(0, node.type.shape) }
          : undefined,
    };
    const after = rewrite(s.graphOf(s.relu(s.conv('conv', x, 4)), [x]), [zero]);
    expect(after.nodes.map(node => node.op.name)).toEqual(['input', 'constant', 'relu']);
  });

  test('a graph of 20,000 layers in a row is no deeper than the stack', () => {
    let node = s.silu(x);
    for (let i = 0; i < 20_000; i++) node = i % 2 === 0 ? s.relu(node) : s.hardSwish(node);
    expect(shapeOfWork(rewrite(s.graphOf(node), [wrong])).slice(0, 2)).toEqual(['tanh', 'hardSwish']);
  });
});
