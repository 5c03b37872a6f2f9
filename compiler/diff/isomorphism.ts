/**
 * Whether two graphs are the same but for names. Both are numbered by one rule that reads no name; they are the same
 * where the numbered texts are. Operands of a commutative operator count in any order.
 *
 * Sound: equal texts are an isomorphism. Of two operands that are computed alike and yet shared differently elsewhere
 * the rule may choose differently in each graph, and then misses one.
 */

import { createHash } from 'node:crypto';
import { computationOf, type Graph, isOp, type Node, operandsOf } from '../ir/graph.ts';
import { printScalar, type ScalarFunction } from '../ir/scalar.ts';
import { input, parameter } from '../ops/leaf.ts';

/** The node of `after` that stands for each of `before`; absent where the graphs differ in more than names. */
export function isomorphism(before: Graph, after: Graph): ReadonlyMap<Node, Node> | undefined {
  if (before.nodes.length !== after.nodes.length) return undefined;
  const a = numbered(before);
  const b = numbered(after);
  const isSame = a.lines.length === b.lines.length && a.lines.every((line, i) => line === b.lines[i]);
  if (!isSame) return undefined;
  return new Map(a.nodes.flatMap((node, i) => (b.nodes[i] ? [[node, b.nodes[i]] as const] : [])));
}

/** The nodes in an order that depends on structure alone, each with a line of text. */
function numbered(graph: Graph): { readonly nodes: readonly Node[]; readonly lines: readonly string[] } {
  const digests = digestsOf(graph);
  const numbers = new Map<Node, number>();
  const nodes: Node[] = [];
  const lines: string[] = [];
  const visit = (root: Node): void => {
    const stack = [{ node: root, operands: orderedOperands(root, digests), next: 0 }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const operand = top.operands[top.next++];
      if (operand === undefined) {
        stack.pop();
        if (numbers.has(top.node)) continue;
        numbers.set(top.node, nodes.length);
        nodes.push(top.node);
        lines.push(`${labelOf(top.node)} ${top.operands.map(each => numbers.get(each)).join(' ')}`);
      } else if (!numbers.has(operand)) {
        stack.push({ node: operand, operands: orderedOperands(operand, digests), next: 0 });
      }
    }
  };
  for (const output of graph.outputs) visit(output);
  // An input that nothing reads is part of the network too.
  for (const node of graph.nodes) if (isOp(node, input) && !numbers.has(node)) visit(node);
  lines.push(`return ${graph.outputs.map(node => numbers.get(node)).join(' ')}`);
  return { nodes, lines };
}

/** A text that values computed alike share. */
function digestsOf(graph: Graph): ReadonlyMap<Node, string> {
  const digests = new Map<Node, string>();
  for (const node of graph.nodes) {
    const operands = operandsOf(node).map(operand => digests.get(operand) ?? '');
    const inputs = operands.slice(0, node.inputs.length);
    const text = [
      labelOf(node),
      ...(isCommutative(node) ? inputs.toSorted() : inputs),
      ...operands.slice(node.inputs.length),
    ];
    digests.set(node, createHash('sha256').update(text.join(' ')).digest('base64'));
  }
  return digests;
}

function orderedOperands(node: Node, digests: ReadonlyMap<Node, string>): readonly Node[] {
  if (!isCommutative(node)) return operandsOf(node);
  const digest = (operand: Node): string => digests.get(operand) ?? '';
  const inputs = node.inputs.toSorted((a, b) => (digest(a) < digest(b) ? -1 : digest(a) > digest(b) ? 1 : 0));
  return [...inputs, ...(node.epilogue?.operands ?? [])];
}

/** Everything of a node but its name and what it reads. */
function labelOf({ op, attributes, type, epilogue }: Node): string {
  const fused = epilogue ? printScalar(epilogue.expression) : '';
  return JSON.stringify([op.name, attributes, type.shape, fused]);
}

const commutative: ReadonlySet<ScalarFunction> = new Set(['add', 'mul', 'min', 'max']);

/** Whether an operator gives the same for its inputs in another order. */
function isCommutative(node: Node): boolean {
  if (node.inputs.length !== 2 || isOp(node, parameter)) return false;
  const computation = computationOf(node);
  if (computation.form !== 'pointwise' || computation.body.kind !== 'apply') return false;
  const { fn, args } = computation.body;
  const [a, b] = args;
  return commutative.has(fn) && a?.kind === 'operand' && b?.kind === 'operand' && a.index !== b.index;
}
