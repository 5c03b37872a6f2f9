/** A single edit anywhere in a shipped network is found, and named as that edit, and nothing else is named. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare } from '../../compiler/diff/compare.ts';
import { type Edit, editsOf } from '../../compiler/diff/report/edits.ts';
import { type Graph, isOp, makeNode, type Node, withOperands } from '../../compiler/ir/graph.ts';
import { verifyGraph } from '../../compiler/ir/verify.ts';
import { conv2d } from '../../compiler/ops/convolution.ts';
import { add, relu, silu } from '../../compiler/ops/elementwise.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import { batchNorm } from '../../compiler/ops/normalization.ts';
import { traceOutline } from '../../compiler/outline/build.ts';
import { replaced } from '../support/disturb.ts';
import { importSpec } from '../support/specs.ts';

/** A graph with one node edited, and what that is called. */
interface Edited {
  readonly graph: Graph;
  /** By the ids of layers in that graph, or where one was removed in the first. */
  readonly expected: readonly Edit[];
}

const idIn = (graph: Graph, node: Node): string => traceOutline(graph).layers.get(node)?.id ?? '';

/** What a node has become in another graph that has as many: its id there. */
const idOf = (before: Graph, after: Graph, node: Node): string => {
  const work = (graph: Graph) => graph.nodes.filter(({ op }) => op.name !== parameter.name);
  const other = work(after)[work(before).indexOf(node)];
  return other ? idIn(after, other) : '';
};

const edits: Readonly<Record<string, (graph: Graph, node: Node) => Edited | undefined>> = {
  'another kernel': (graph, node) => {
    if (!isOp(node, conv2d)) return undefined;
    const [x, weight] = node.inputs;
    const [out = 0, channels = 0, kernel = 0] = weight.type.shape;
    const size = kernel + 2;
    const tensor = makeNode(
      parameter,
      { shape: [out, channels, size, size], trained: true },
      [],
      weight.path,
    );
    const zeros = (size - 1) / 2;
    const border = [zeros, zeros] as [number, number];
    const other = makeNode(conv2d, { ...node.attributes, padding: [border, border] }, [x, tensor], node.path);
    const after = replaced(graph, node, other);
    const text = `kernel ${kernel}→${size}, padding ${(kernel - 1) / 2}→${zeros}`;
    return { graph: after, expected: [{ kind: 'changed', paths: [idOf(graph, after, node)], text }] };
  },
  'a bias more': (graph, node) => {
    if (!isOp(node, conv2d) || node.inputs.length > 2) return undefined;
    const [x, weight] = node.inputs;
    const bias = makeNode(
      parameter,
      { shape: [node.type.shape[1] ?? 0], trained: true },
      [],
      `${node.path}.bias`,
    );
    const after = replaced(graph, node, makeNode(conv2d, node.attributes, [x, weight, bias], node.path));
    return {
      graph: after,
      expected: [{ kind: 'changed', paths: [idOf(graph, after, node)], text: 'bias added' }],
    };
  },
  'another epsilon': (graph, node) => {
    if (!isOp(node, batchNorm)) return undefined;
    const after = replaced(graph, node, makeNode(batchNorm, { epsilon: 0.001 }, node.inputs, node.path));
    const text = 'epsilon 0.00001→0.001';
    return { graph: after, expected: [{ kind: 'changed', paths: [idOf(graph, after, node)], text }] };
  },
  'another activation': (graph, node) => {
    if (!isOp(node, relu)) return undefined;
    // As a member of its own: under the path of the others it would make a module of them.
    const after = replaced(graph, node, makeNode(silu, {}, node.inputs, `${node.path}_other`));
    const paths = [idOf(graph, after, node)];
    return {
      graph: after,
      expected: [
        { kind: 'renamed', paths, text: 'renamed relu→relu_other' },
        { kind: 'replaced', paths, text: 'relu→silu' },
      ],
    };
  },
  'a layer less': (graph, node) => {
    const [x] = node.inputs;
    if (!x || !(isOp(node, batchNorm) || isOp(node, relu))) return undefined;
    const after = replaced(graph, node, x);
    const text = `removed: ${node.op.name}`;
    return { graph: after, expected: [{ kind: 'removed', paths: [idIn(graph, node)], text }] };
  },
  'a layer more': (graph, node) => {
    if (!isOp(node, batchNorm)) return undefined;
    const more = makeNode(silu, {}, [node], `${node.path}_more`);
    const images = new Map<Node, Node>();
    for (const each of graph.nodes) {
      const inputs = each.inputs.map(input => (input === node ? more : (images.get(input) ?? input)));
      images.set(each, withOperands(each, inputs));
    }
    const image = (each: Node): Node => images.get(each) ?? each;
    const nodes = graph.nodes.flatMap(each => (each === node ? [node, more] : [image(each)]));
    const after = {
      ...graph,
      nodes,
      outputs: graph.outputs.map(({ name, node: each }) => ({ name, node: image(each) })),
    };
    return { graph: after, expected: [{ kind: 'added', paths: [more.path], text: 'added: silu' }] };
  },
  'a residual less': (graph, node) => {
    const [y, skip] = node.inputs;
    if (!isOp(node, add) || !y || !skip || skip.path.includes('downsample')) return undefined;
    const text = `removed: residual sum of ${idIn(graph, y)} and ${idIn(graph, skip)}`;
    return {
      graph: replaced(graph, node, y),
      expected: [{ kind: 'removed', paths: [idIn(graph, node)], text }],
    };
  },
};

describe.each(['resnet18', 'resnext50-32x4d'])('%s', spec => {
  test.each(Object.entries(edits))('%s', async (_, edit) => {
    const { graph } = (await importSpec(spec)).configure({ height: 64, width: 64 });
    const possible = graph.nodes.filter(node => edit(graph, node));
    expect(possible.length).toBeGreaterThan(4);
    fc.assert(
      fc.property(fc.constantFrom(...possible), node => {
        const edited = edit(graph, node);
        if (!edited) throw new Error('it was possible');
        verifyGraph(edited.graph, 'edited');
        expect(editsOf(compare(graph, edited.graph).root)).toEqual(edited.expected);
      }),
      { numRuns: 4 },
    );
  });
});
