/** What depends on literals alone is computed by the pass; what depends on parameters, or has no number, is left. */

import { describe, expect, test } from 'vitest';
import { makeNode } from '../../compiler/ir/graph.ts';
import * as elementwise from '../../compiler/ops/elementwise.ts';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { removeIdentities } from '../../compiler/passes/remove-identities.ts';
import { expectSameMeaning } from '../support/evaluate.ts';
import * as s from '../support/sketch.ts';

const x = s.image([1, 2, 3, 3]);
const sqrt = (of: Parameters<typeof s.relu>[0]) => makeNode(elementwise.sqrt, {}, [of], 'sqrt');
const opsAfter = (graph: ReturnType<typeof s.graphOf>): readonly string[] =>
  foldConstants.run(graph).nodes.map(node => node.op.name);

describe('fold-constants', () => {
  test('computes literals, once and for all', async () => {
    const graph = s.graphOf(s.mul(x, s.div(sqrt(s.literal(2)), s.literal(3))), [x]);
    const after = foldConstants.run(graph);
    expect(after.nodes.map(node => node.op.name)).toEqual(['input', 'constant', 'mul']);
    expect(after.nodes[1]?.attributes).toEqual({ shape: [], values: [Math.sqrt(2) / 3] });
    await expectSameMeaning(graph, after);
  });

  test('leaves what depends on parameters to pack', () => {
    const graph = s.graphOf(s.mul(x, s.mul(s.weights('w', [1, 2, 3, 3]), s.literal(3))), [x]);
    expect(opsAfter(graph)).toEqual(['input', 'parameter', 'constant', 'mul', 'mul']);
  });

  test('leaves large results as expressions', () => {
    const large = s.literal(2, [1, 2, 64, 64]);
    expect(opsAfter(s.graphOf(s.mul(s.image([1, 2, 64, 64]), sqrt(large))))).toContain('sqrt');
  });

  test.each([
    ['a division by zero', s.div(s.literal(1), s.literal(0))],
    ['a root of less than zero', sqrt(s.literal(-1))],
  ])('leaves %s, which no literal can hold', async (_, value) => {
    const graph = s.graphOf(s.add(x, value), [x]);
    await expectSameMeaning(graph, foldConstants.run(graph));
  });
});

describe('remove-identities', () => {
  test.each<readonly [string, ReturnType<typeof s.relu>, kept: boolean]>([
    ['x + 0', s.add(x, s.literal(0)), false],
    ['0 + x', s.add(s.literal(0), x), false],
    ['x * 1', s.mul(x, s.literal(1)), false],
    ['x * ones', s.mul(x, s.literal(1, [1, 2, 3, 3])), false],
    ['x + 1', s.add(x, s.literal(1)), true],
    ['x * 0', s.mul(x, s.literal(0)), true],
    ['a small x stretched by zeros', s.add(s.globalPool(x), s.literal(0, [1, 2, 3, 3])), true],
  ])('%s', async (_, value, kept) => {
    const graph = s.graphOf(s.relu(value), [x]);
    const after = removeIdentities.run(graph);
    const [end] = after.outputs;
    expect(end?.node.inputs[0]?.op.name === value.op.name).toBe(kept);
    await expectSameMeaning(graph, after);
  });

  test('keeps an identity that a fused activation follows', async () => {
    const dropout = s.add(x, s.literal(0));
    const fused = {
      ...dropout,
      epilogue: {
        expression: { kind: 'apply', fn: 'tanh', args: [{ kind: 'operand', index: 0 }] },
        operands: [],
      },
    } as const;
    const graph = s.graphOf(fused, [x]);
    await expectSameMeaning(graph, removeIdentities.run(graph));
    expect(removeIdentities.run(graph)).toBe(graph);
  });
});
