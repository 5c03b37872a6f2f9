/**
 * The verifier: what must hold of a graph at every stage. Nodes are in topological order and each stands once, every
 * shape is what its operator infers, epilogues fit, names of parameters and inputs are unique.
 */

import { UserError } from '../errors.ts';
import { printName } from '../names.ts';
import { isGiven } from '../ops/leaf.ts';
import { broadcastShapes, printShape, type Shape, sameShape } from '../shape.ts';
import { type Graph, inferType, type Node, operandsOf, takesEpilogue } from './graph.ts';
import { highestOperand } from './scalar.ts';

/**
 * Checks a graph.
 *
 * @param stage - names the pass or the file that made the graph, for the message
 * @throws UserError `bad-graph` naming the node's path and what is wrong with it
 */
export function verifyGraph(graph: Graph, stage: string): void {
  const seen = new Set<Node>();
  const names = new Map<string, Node>();
  const fail = (node: Node, problem: string): never => {
    throw new UserError('bad-graph', `${stage}: ${node.op.name} ${problem}`, {
      at: printName(node.path || graph.name),
    });
  };
  for (const node of graph.nodes) {
    if (seen.has(node)) fail(node, 'stands in the graph twice');
    for (const operand of operandsOf(node)) {
      if (!seen.has(operand)) fail(node, `reads ${printName(operand.path)}, which does not come before it`);
    }
    checkType(node, fail);
    if (isGiven(node)) {
      if (names.has(node.path)) fail(node, 'shares its name with another');
      names.set(node.path, node);
    }
    seen.add(node);
  }
  const outputs = new Set<string>();
  for (const { name, node } of graph.outputs) {
    if (!seen.has(node)) fail(node, 'is an output, but does not stand in the graph');
    if (outputs.has(name)) fail(node, `is an output by the name of another, ${printName(name)}`);
    outputs.add(name);
  }
}

function checkType(node: Node, fail: (node: Node, problem: string) => never): void {
  const { shape, dtype } = node.type;
  // Throws where the inputs do not fit.
  const inferred = inferType(node.op, node.inputs, node.attributes);
  if (!sameShape(inferred.shape, shape))
    fail(node, `has shape ${printShape(shape)}, not ${printShape(inferred.shape)}`);
  if (inferred.dtype !== dtype) fail(node, `is of ${dtype}, not ${inferred.dtype}`);
  const { epilogue } = node;
  if (!epilogue) return;
  if (!takesEpilogue(node)) fail(node, 'has an epilogue, which no kernel of it computes');
  const highest = highestOperand(epilogue.expression);
  if (highest > epilogue.operands.length) {
    fail(node, `has an epilogue of operand ${highest}, but ${epilogue.operands.length} operands`);
  }
  for (const operand of epilogue.operands) {
    if (!stretchesTo(operand.type.shape, shape)) {
      fail(node, `has an epilogue operand ${printShape(operand.type.shape)} beside ${printShape(shape)}`);
    }
  }
}

const stretchesTo = (from: Shape, to: Shape): boolean => {
  const common = broadcastShapes([from, to]);
  return common !== undefined && sameShape(common, to);
};
