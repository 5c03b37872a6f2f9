/**
 * Whether two graphs are the same but for names. Both are numbered by one rule; they are the same where the numbered
 * texts are. Operands of a commutative operator count in any order: they are sorted by all that is known of them but
 * their names. Where that leaves a choice, it is made by the order in which they are given, and once more by their
 * names; of two answers the one that keeps more names is taken.
 *
 * Sound: equal texts are an isomorphism. Where a choice is left in several places at once, it may be made differently
 * in each graph, and then one is missed.
 */

import { createHash } from 'node:crypto';
import { type Graph, inputsOf, type Node, operandsOf, outputNodes, usesOf } from '../ir/graph.ts';
import { printScalar } from '../ir/scalar.ts';
import { isCommutative } from '../outline/commutative.ts';

/** The node of `after` that stands for each of `before`; absent where the graphs differ in more than names. */
export function isomorphism(before: Graph, after: Graph): ReadonlyMap<Node, Node> | undefined {
  if (before.nodes.length !== after.nodes.length) return undefined;
  const [a, b] = [digestsOf(before), digestsOf(after)];
  const found = [byPlace, byName].flatMap(order => {
    const [from, to] = [numbered(before, a, order), numbered(after, b, order)];
    const isSame =
      from.lines.length === to.lines.length && from.lines.every((line, i) => line === to.lines[i]);
    return isSame
      ? [new Map(from.nodes.flatMap((node, i) => (to.nodes[i] ? [[node, to.nodes[i]] as const] : [])))]
      : [];
  });
  const [first, second] = found;
  return first && second && keptNames(second) > keptNames(first) ? second : first;
}

const keptNames = (nodes: ReadonlyMap<Node, Node>): number =>
  [...nodes].filter(([node, other]) => node.path === other.path).length;

type Digests = ReadonlyMap<Node, string>;

/** Which of two operands comes first that are alike in everything but their names. */
type Order = (a: Node, b: Node) => number;
const byPlace: Order = () => 0;
const byName: Order = (a, b) => compareTexts(a.path, b.path);

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The nodes in an order that depends on structure alone, each with a line of text. */
function numbered(
  graph: Graph,
  digests: Digests,
  order: Order,
): { readonly nodes: readonly Node[]; readonly lines: readonly string[] } {
  const numbers = new Map<Node, number>();
  const nodes: Node[] = [];
  const lines: string[] = [];
  const visit = (root: Node): void => {
    const stack = [{ node: root, operands: orderedOperands(root, digests, order), next: 0 }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const operand = top.operands[top.next++];
      if (operand === undefined) {
        stack.pop();
        if (numbers.has(top.node)) continue;
        numbers.set(top.node, nodes.length);
        nodes.push(top.node);
        lines.push(`${labelOf(top.node)} ${top.operands.map(each => numbers.get(each)).join(' ')}`);
      } else if (!numbers.has(operand)) {
        stack.push({ node: operand, operands: orderedOperands(operand, digests, order), next: 0 });
      }
    }
  };
  for (const { node } of graph.outputs) visit(node);
  // What nothing reads is part of the network too.
  const uses = usesOf(graph);
  for (const node of graph.nodes) if (!numbers.has(node) && uses.get(node)?.length === 0) visit(node);
  lines.push(
    `take ${inputsOf(graph)
      .map(node => numbers.get(node))
      .join(' ')}`,
  );
  lines.push(
    `return ${outputNodes(graph)
      .map(node => numbers.get(node))
      .join(' ')}`,
  );
  return { nodes, lines };
}

/** A text that nodes share which are computed alike, and whose results are used alike. */
function digestsOf(graph: Graph): Digests {
  const made = new Map<Node, string>();
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(operand => made.get(operand) ?? '');
    const more = node.epilogue?.operands.map(operand => made.get(operand) ?? '') ?? [];
    const sorted = isCommutative(node.op.name) ? inputs.toSorted(compareTexts) : inputs;
    made.set(node, hash([labelOf(node), ...sorted, ...more]));
  }
  const used = new Map<Node, string[]>(graph.nodes.map(node => [node, []]));
  for (const [i, { node }] of graph.outputs.entries()) used.get(node)?.push(`output ${i}`);
  const digests = new Map<Node, string>();
  for (const node of graph.nodes.toReversed()) {
    const digest = hash([made.get(node) ?? '', ...(used.get(node)?.toSorted(compareTexts) ?? [])]);
    digests.set(node, digest);
    for (const [i, operand] of operandsOf(node).entries()) {
      const place = i < node.inputs.length && isCommutative(node.op.name) ? '' : i;
      used.get(operand)?.push(`${digest} ${place}`);
    }
  }
  return digests;
}

const hash = (texts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(texts)).digest('base64');

function orderedOperands(node: Node, digests: Digests, order: Order): readonly Node[] {
  if (!isCommutative(node.op.name)) return operandsOf(node);
  const digest = (operand: Node): string => digests.get(operand) ?? '';
  const inputs = node.inputs.toSorted((a, b) => compareTexts(digest(a), digest(b)) || order(a, b));
  return [...inputs, ...(node.epilogue?.operands ?? [])];
}

/** Everything of a node but its name and what it reads. */
function labelOf({ op, attributes, type, epilogue }: Node): string {
  const fused = epilogue ? printScalar(epilogue.expression) : '';
  return JSON.stringify([op.name, attributes, type.shape, fused]);
}
