/**
 * The interpreter: the oracle. Every node by its operator's plain reference in float64, one after another, with no
 * optimisation; epilogues are evaluated element by element on the result. It also evaluates the constant region when
 * weights are packed.
 */

import { UserError } from '../errors.ts';
import { isGiven } from '../ops/leaf.ts';
import { elementCount, printShape } from '../shape.ts';
import { mapElements } from './elements.ts';
import { type Dense, type Graph, makeGraph, type Node, operandsOf, outputNodes } from './graph.ts';

/** Gives the value of an input or a parameter: as many numbers as its shape has, row-major. */
export type Given = (node: Node) => Float64Array | Promise<Float64Array>;

/** Options of an interpretation. */
export interface InterpretOptions {
  /** Called after each node, in order, with its value. */
  readonly onValue?: (node: Node, value: Dense) => void;
}

/**
 * The values of a graph's outputs, in order. A value is let go as soon as its last reader has run.
 *
 * @param given - values of inputs and parameters; asked once for each, right before its first reader
 * @throws UserError where a given value has another number of elements than its node
 */
export async function interpret(
  graph: Graph,
  given: Given,
  { onValue }: InterpretOptions = {},
): Promise<readonly Dense[]> {
  // In dependency order alone: a parameter is then asked for when it is needed, not all of them first.
  const { nodes } = makeGraph(graph.name, graph.outputs);
  const outputs = outputNodes(graph);
  const readers = new Map<Node, number>();
  for (const node of [...nodes.flatMap(operandsOf), ...outputs]) {
    readers.set(node, (readers.get(node) ?? 0) + 1);
  }
  const values = new Map<Node, Dense>();
  const dense = (node: Node): Dense =>
    values.get(node) ?? { shape: node.type.shape, data: new Float64Array() };
  for (const node of nodes) {
    if (!readers.has(node)) continue;
    const { shape } = node.type;
    const data = isGiven(node) ? checkLength(node, await given(node)) : evaluateNode(node, dense);
    const value: Dense = { shape, data };
    values.set(node, value);
    onValue?.(node, value);
    for (const operand of operandsOf(node)) {
      const left = (readers.get(operand) ?? 0) - 1;
      readers.set(operand, left);
      if (left === 0) values.delete(operand);
    }
  }
  return outputs.map(dense);
}

function evaluateNode(node: Node, dense: (node: Node) => Dense): Float64Array {
  const { shape } = node.type;
  const plain = node.op.reference(node.inputs.map(dense), node.attributes, shape);
  if (!node.epilogue) return plain;
  const operands = [{ shape, data: plain }, ...node.epilogue.operands.map(dense)];
  return mapElements(node.epilogue.expression, operands, shape);
}

function checkLength(node: Node, data: Float64Array): Float64Array {
  const { shape } = node.type;
  if (data.length === elementCount(shape)) return data;
  throw new UserError(
    'bad-length',
    `expected ${elementCount(shape)} numbers for ${printShape(shape)}, got ${data.length}`,
    { at: node.path },
  );
}
