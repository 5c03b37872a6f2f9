/**
 * Nodes that apply the same operator to the same values become one (common subexpressions). Before fusion: nodes
 * with epilogues are left alone.
 */

import { type Graph, type Node, operandsOf, withNodes, withOperands } from '../ir/graph.ts';
import type { Pass } from './pass.ts';

export const shareSubexpressions: Pass = {
  name: 'share-subexpressions',
  reason: 'after folding, which writes the same scale into a weight and its shift',
  run: share,
};

function share(graph: Graph): Graph {
  const numbers = new Map<Node, number>();
  const first = new Map<string, Node>();
  const kept = new Map<Node, Node>();
  const order: Node[] = [];
  for (const node of graph.nodes) {
    const renewed = withOperands(
      node,
      operandsOf(node).map(operand => kept.get(operand) ?? operand),
    );
    const operands = operandsOf(renewed).map(operand => numbers.get(operand));
    // A parameter or an input is known by its name, anything else by what it computes.
    const name = node.inputs.length === 0 && node.op.name !== 'constant' ? node.path : '';
    const key = JSON.stringify([node.op.name, name, node.attributes, operands]);
    const same = (node.epilogue ? undefined : first.get(key)) ?? renewed;
    if (same === renewed) {
      if (!node.epilogue) first.set(key, renewed);
      numbers.set(renewed, numbers.size);
      order.push(renewed);
    }
    kept.set(node, same);
  }
  return withNodes(graph, node => kept.get(node) ?? node, order);
}
