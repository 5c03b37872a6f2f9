/** One small change anywhere in a graph, of those that no edit of a network as data makes. */

import fc from 'fast-check';
import {
  computationOf,
  constantRegion,
  type Graph,
  isOp,
  makeGraph,
  makeNode,
  type Node,
  outputNodes,
  unnamed,
  withNodes,
  withOperands,
} from '../../compiler/ir/graph.ts';
import { parameter } from '../../compiler/ops/leaf.ts';
import { sameShape } from '../../compiler/shape.ts';

const ways = ['wiring', 'weights', 'swap', 'training', 'outputs'] as const;

/** What is changed: which values or weights a node reads, their order, what is trained, what the graph returns. */
export interface Disturbance {
  readonly way: (typeof ways)[number];
  readonly place: number;
  readonly dice: number;
}

/** What can be done to a graph. */
export const disturbances: fc.Arbitrary<Disturbance> = fc.record({
  way: fc.constantFrom(...ways),
  place: fc.nat(),
  dice: fc.nat(),
});

/** The graph with that change; the same where nothing fits. */
export function disturb(graph: Graph, { way, place, dice }: Disturbance): Graph {
  const constants = constantRegion(graph);
  if (way === 'outputs') {
    const [first, second] = outputNodes(graph);
    const outputs = first && second ? [second, first] : [pick(graph.nodes, place)];
    return makeGraph(graph.name, unnamed(outputs), graph.nodes);
  }
  if (way === 'training') {
    const target = pick(graph.nodes, place);
    if (!isOp(target, parameter)) return graph;
    const { shape, trained } = target.attributes;
    return replaced(graph, target, makeNode(parameter, { shape, trained: !trained }, [], target.path));
  }
  // Pairs of a node and what it could read: only what stands before it, so that no circle arises.
  const changes = graph.nodes.flatMap((node, at) =>
    way === 'swap'
      ? swaps(node)
      : node.inputs.flatMap((input, i) => {
          const others = graph.nodes
            .slice(0, at)
            .filter(each => each !== input && constants.has(each) === constants.has(input))
            .filter(each => sameShape(each.type.shape, input.type.shape));
          return constants.has(input) === (way === 'weights') && others.length > 0
            ? [{ node, inputs: node.inputs.with(i, pick(others, dice)) }]
            : [];
        }),
  );
  if (changes.length === 0) return graph;
  const { node, inputs } = pick(changes, place);
  return replaced(graph, node, withOperands(node, [...inputs, ...(node.epilogue?.operands ?? [])]));
}

function swaps(node: Node): readonly { readonly node: Node; readonly inputs: readonly Node[] }[] {
  const [a, b, ...more] = node.inputs;
  const isPair = a && b && more.length === 0 && computationOf(node).form === 'pointwise';
  return isPair ? [{ node, inputs: [b, a] }] : [];
}

/** The graph with another node in the place of one, and whatever depends on it anew. */
export function replaced(graph: Graph, old: Node, other: Node): Graph {
  const images = new Map<Node, Node>();
  const image = (node: Node): Node => images.get(node) ?? node;
  for (const node of graph.nodes) {
    images.set(node, node === old ? other : withOperands(node, node.inputs.map(image)));
  }
  return { ...withNodes(graph, image, graph.nodes.map(image)), ...modulesOf(graph) };
}

const modulesOf = ({ modules }: Graph) => (modules ? { modules } : {});

function pick<T>(list: readonly T[], dice: number): T {
  const item = list[dice % list.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
