/** Graphs as text, one node a line: what `show` and `compile --dump` write. */

import { isGiven } from '../ops/leaf.ts';
import { printShape } from '../shape.ts';
import { computationOf, type Graph, isInput, type Node, outputNodes } from './graph.ts';
import { printScalar } from './scalar.ts';

/**
 * The whole graph. A parameter is called by its checkpoint name, any other value by its number.
 *
 *     %3 = conv2d(%0, conv1.weight) {stride: 2, padding: 3} -> [1, 64, 112, 112]  # conv1
 */
export function printGraph(graph: Graph): string {
  const names = new Map<Node, string>();
  const lines = graph.nodes.map((node, i) => {
    names.set(node, isGiven(node) ? node.path : `%${i}`);
    return printNode(node, operand => names.get(operand) ?? '?');
  });
  const outputs = outputNodes(graph).map(node => names.get(node) ?? '?');
  return [
    `graph ${graph.name}`,
    ...lines.map(line => `  ${line}`),
    `  return ${outputs.join(', ')}`,
    '',
  ].join('\n');
}

/** One node, with `nameOf` giving the names of values. */
function printNode(node: Node, nameOf: (node: Node) => string): string {
  const shape = printShape(node.type.shape);
  if (isGiven(node)) {
    return `${nameOf(node)} = ${node.op.name} ${shape}`;
  }
  const attributes = printAttributes(node.attributes);
  const inputs = node.inputs.map(nameOf).join(', ');
  const call = `${node.op.name}(${inputs})${attributes === '' ? '' : ` {${attributes}}`}`;
  const { epilogue } = node;
  const fused =
    epilogue &&
    ` |> ${printScalar(epilogue.expression, i => {
      const operand = epilogue.operands[i - 1];
      return operand ? nameOf(operand) : 'it';
    })}`;
  return `${nameOf(node)} = ${call}${fused ?? ''} -> ${shape}  # ${node.path}`;
}

function printAttributes(attributes: unknown): string {
  return Object.entries(attributes ?? {})
    .filter(([key]) => key !== 'shape' && key !== 'trained')
    .map(([key, value]) => `${key}: ${JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ')}`)
    .join(', ');
}

/** How many operators of each kind do work at run time. */
export function countOps(graph: Graph, constants: ReadonlySet<Node>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const node of graph.nodes) {
    if (constants.has(node) || isInput(node)) continue;
    const kind = computationOf(node).form === 'pointwise' ? 'elementwise' : node.op.name;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
