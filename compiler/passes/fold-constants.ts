/** Computes what depends on literals alone. What depends on parameters waits for `pack`. */

import { mapElements } from '../ir/elements.ts';
import { type Dense, type Graph, isOp, makeNode, type Node } from '../ir/graph.ts';
import { constant } from '../ops/leaf.ts';
import { type Rule, rewrite } from '../rewrite/rule.ts';
import { elementCount } from '../shape.ts';
import type { Pass } from './pass.ts';

/** Larger results stay expressions: a graph is no place for data. */
const largest = 4096;

const rule: Rule = {
  equation: 'op(literals) = literal',
  match(node) {
    if (node.inputs.length === 0 || elementCount(node.type.shape) > largest) return undefined;
    const operands: Dense[] = [];
    for (const operand of [...node.inputs, ...(node.epilogue?.operands ?? [])]) {
      if (!isOp(operand, constant)) return undefined;
      operands.push({ shape: operand.type.shape, data: Float64Array.from(operand.attributes.values) });
    }
    const values = [...evaluate(node, operands)];
    // JSON, and so a literal, has no infinities.
    if (!values.every(Number.isFinite)) return undefined;
    const { shape } = node.type;
    return { absorbs: [], replacement: () => makeNode(constant, { shape, values }, [], node.path) };
  },
};

function evaluate(node: Node, operands: readonly Dense[]): Float64Array {
  const { shape } = node.type;
  const inputs = operands.slice(0, node.inputs.length);
  const plain = node.op.reference(inputs, node.attributes, shape);
  return node.epilogue
    ? mapElements(node.epilogue.expression, [{ shape, data: plain }, ...operands.slice(inputs.length)], shape)
    : plain;
}

export const foldConstants: Pass = {
  name: 'fold-constants',
  reason: 'before batch norms fold: what folding adds depends on parameters, and is left to pack',
  run: (graph: Graph) => rewrite(graph, [rule]),
};
