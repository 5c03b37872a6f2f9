/**
 * Rules and the engine that applies them. A rule looks at one node and may offer another in its place; it says which
 * nodes it takes in (`absorbs`), and the engine refuses where one of those is read by anything else or is an output:
 * no rule has to count uses, and none can change a value that someone else reads.
 */

import {
  constantRegion,
  type Graph,
  type Node,
  operandsOf,
  outputNodes,
  usesOf,
  withNodes,
  withOperands,
} from '../ir/graph.ts';

/** What a rule offers for a node. */
export interface Match {
  /** Nodes below the matched one that cease to exist. */
  readonly absorbs: readonly Node[];
  /** The node to put in its place, built on nodes of the graph at hand; of the same shape. */
  replacement(): Node;
}

/** One rewrite. */
export interface Rule {
  /** What it does, as an equation: `batchNorm(conv2d(x, w)) = conv2d(x, w * s) + t`. */
  readonly equation: string;
  match(node: Node, context: RuleContext): Match | undefined;
}

/** What a rule may ask about the graph. */
export interface RuleContext {
  /** Whether a node depends on parameters and constants alone. */
  isConstant(node: Node): boolean;
  /** Where a node stands in the order; later is larger. */
  position(node: Node): number;
  /** Whether the engine would let a rule absorb this node into `reader`: it is its only reader, and no output. */
  isPrivate(node: Node, reader: Node): boolean;
}

/** Applies rules, the first that matches, everywhere, until none does. */
export function rewrite(graph: Graph, rules: readonly Rule[]): Graph {
  for (let current = graph; ; ) {
    const next = sweep(current, rules);
    if (next === current) return current;
    current = next;
  }
}

/** All matches that do not overlap, at once; the same graph where there are none. */
function sweep(graph: Graph, rules: readonly Rule[]): Graph {
  const context = contextOf(graph);
  const matches = new Map<Node, Match>();
  const claimed = new Set<Node>();
  for (const node of graph.nodes) {
    if (claimed.has(node)) continue;
    const match = firstMatch(node, rules, context);
    if (!match || match.absorbs.some(absorbed => claimed.has(absorbed))) continue;
    matches.set(node, match);
    for (const taken of [node, ...match.absorbs]) claimed.add(taken);
  }
  return matches.size === 0 ? graph : rebuild(graph, matches);
}

function firstMatch(node: Node, rules: readonly Rule[], context: RuleContext): Match | undefined {
  for (const rule of rules) {
    const match = rule.match(node, context);
    if (match && areInside(node, match.absorbs, context)) return match;
  }
  return undefined;
}

/** Whether absorbed nodes are read by the matched node or each other alone. */
function areInside(node: Node, absorbs: readonly Node[], context: RuleContext): boolean {
  const inside = [node, ...absorbs];
  return absorbs.every(absorbed => inside.some(reader => context.isPrivate(absorbed, reader)));
}

function contextOf(graph: Graph): RuleContext {
  const uses = usesOf(graph);
  const outputs = new Set(outputNodes(graph));
  const positions = new Map(graph.nodes.map((node, i) => [node, i]));
  const constants = constantRegion(graph);
  return {
    isConstant: node => constants.has(node),
    position: node => positions.get(node) ?? -1,
    isPrivate(node, reader) {
      const readers = uses.get(node) ?? [];
      return !outputs.has(node) && readers.length === 1 && readers[0] === reader;
    },
  };
}

/** The graph with matched nodes replaced. What nobody reads any more is left out. */
function rebuild(graph: Graph, matches: ReadonlyMap<Node, Match>): Graph {
  const done = new Map<Node, Node>();
  const order: Node[] = [];
  // Recursion is as deep as one replacement: operands in the graph come before their readers and are done.
  const renew = (node: Node): Node => {
    const known = done.get(node);
    if (known) return known;
    const renewed = withOperands(node, operandsOf(node).map(renew));
    done.set(node, renewed);
    return renewed;
  };
  for (const node of graph.nodes) {
    const match = matches.get(node);
    const renewed = match ? renew(match.replacement()) : renew(node);
    done.set(node, renewed);
    order.push(renewed);
  }
  return withNodes(graph, node => done.get(node) ?? node, order);
}
