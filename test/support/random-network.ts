/** Random networks as data, and other names for them. */

import fc from 'fast-check';
import { type Graph, makeGraph, makeNode, type Node } from '../../compiler/ir/graph.ts';
import { isGiven } from '../../compiler/ops/leaf.ts';
import { type Block, type BlockKind, blockKinds, extras, functions, type Network } from './network.ts';

const stage = (kinds: readonly BlockKind[]): fc.Arbitrary<readonly Block[]> =>
  fc
    .record({
      kind: fc.constantFrom(...kinds),
      out: fc.constantFrom(4, 8, 12),
      inner: fc.constantFrom(4, 8),
      stride: fc.constantFrom(1, 2),
      kernel: fc.constantFrom(3, 5),
      activation: fc.constantFrom(...functions),
      bias: fc.boolean(),
      residual: fc.boolean(),
      early: fc.boolean(),
      depth: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ depth, stride, inner, kind, ...rest }) =>
      // As stages are written: the first block may change the size, the others are like each other.
      Array.from({ length: depth }, (_, i) => ({
        ...rest,
        kind,
        inner: kind === 'depthwise' ? 2 : inner,
        stride: i === 0 && kind !== 'dense' ? stride : 1,
      })),
    );

/** A network of one to three stages. */
export const randomNetwork = (kinds = Object.keys(blockKinds) as BlockKind[]): fc.Arbitrary<Network> =>
  fc.record({
    image: fc.constant([3, 24, 24] as const),
    stem: fc.record({
      out: fc.constantFrom(4, 8),
      kernel: fc.constantFrom(3, 7),
      stride: fc.constantFrom(1, 2),
      activation: fc.constantFrom(...functions),
      pool: fc.constantFrom('max', 'mean', 'none'),
    }),
    stages: fc.array(stage(kinds), { minLength: 1, maxLength: 3 }),
    head: fc.record({ features: fc.constantFrom(3, 10), bias: fc.boolean() }),
    typed: fc.boolean(),
    functional: fc.boolean(),
  });

/** A random layer that keeps the shape. */
export const randomExtra = fc.constantFrom(...extras);

/**
 * The same graph under other names: every segment of a path but those of parameters gets another, the same each time.
 *
 * @param wrap - a module around everything; none where empty
 */
export function rename(graph: Graph, segmentOf: (segment: string) => string, wrap: string): Graph {
  const images = new Map<Node, Node>();
  const renamed = (path: string): string =>
    [wrap, ...path.split('.').map(segmentOf)].filter(segment => segment !== '').join('.');
  const pathOf = (node: Node): string => {
    if (!isGiven(node)) return renamed(node.path);
    const at = node.path.lastIndexOf('.');
    return at < 0 ? node.path : `${renamed(node.path.slice(0, at))}${node.path.slice(at)}`;
  };
  for (const node of graph.nodes) {
    const inputs = node.inputs.flatMap(input => images.get(input) ?? []);
    images.set(node, makeNode(node.op, node.attributes, inputs, pathOf(node)));
  }
  const image = (node: Node): Node => images.get(node) ?? node;
  return makeGraph('renamed', graph.outputs.map(image), graph.nodes.map(image));
}
