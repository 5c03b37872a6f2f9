/**
 * Chooses the order of the work for the least memory. Between two points where a single value is alive, every order
 * is tried (by dynamic programming over sets of finished nodes, f(S) = min over n of max(cost(S, n), f(S + n)));
 * where there are too many, the given order stays. Ties keep the given order too.
 *
 * Elementwise nodes cost nothing beside an operand of their size that ends with them: they will be fused, or run in
 * place. Reshapes cost nothing.
 */

import {
  bytesOf,
  computationOf,
  constantRegion,
  isInput,
  makeGraph,
  type Node,
  operandsOf,
  outputNodes,
  usesOf,
} from '../ir/graph.ts';
import type { Pass } from './pass.ts';

/** Sets of finished nodes looked at in one stretch before it is left as it is. */
const patience = 20_000;
/** Sets are bits of one number. */
const longest = 30;

export const orderSteps: Pass = {
  name: 'order-steps',
  reason: 'before fusion, which gives a residual to the later of two convolutions',
  run(graph) {
    const constants = constantRegion(graph);
    const uses = usesOf(graph);
    const outputs = new Set(outputNodes(graph));
    const steps = graph.nodes.filter(node => !constants.has(node));
    const lastUse = (node: Node): Node | undefined => uses.get(node)?.at(-1);
    const order: Node[] = [];
    let stretch: Node[] = [];
    const alive = new Set<Node>();
    for (const node of steps) {
      stretch.push(node);
      alive.add(node);
      for (const operand of operandsOf(node)) if (lastUse(operand) === node) alive.delete(operand);
      const others = [...alive].filter(value => value !== node && !outputs.has(value));
      if (others.length > 0 || isInput(node)) continue;
      order.push(...bestOrder(stretch, uses, outputs, constants));
      stretch = [];
    }
    order.push(...bestOrder(stretch, uses, outputs, constants));
    return makeGraph(graph.name, graph.outputs, order);
  },
};

/** The order of least peak of these nodes; everything before them is done, nothing after them is. */
function bestOrder(
  nodes: readonly Node[],
  uses: ReadonlyMap<Node, readonly Node[]>,
  outputs: ReadonlySet<Node>,
  constants: ReadonlySet<Node>,
): readonly Node[] {
  if (nodes.length < 2 || nodes.length > longest) return nodes;
  const places = new Map(nodes.map((node, i) => [node, i]));
  const bits = (values: readonly Node[]): number =>
    values.reduce((set, value) => set | (1 << (places.get(value) ?? 31)), 0) & ~(1 << 31);
  const needs = nodes.map(node => bits(operandsOf(node)));
  // Values that nodes of the stretch read, with the set of their readers in it.
  const values = [...new Set([...nodes, ...nodes.flatMap(operandsOf)])]
    .filter(value => !constants.has(value))
    .map(value => {
      const readers = uses.get(value) ?? [];
      const leaves = outputs.has(value) || readers.some(reader => !places.has(reader));
      const place = places.get(value);
      return { bytes: bytesOf(value.type), readers: bits(readers), leaves, place };
    });
  const all = 2 ** nodes.length - 1;
  const isAlive = (value: (typeof values)[number], done: number): boolean =>
    (value.place === undefined || (done & (1 << value.place)) !== 0) &&
    (value.leaves || (value.readers & ~done) !== 0);
  const cost = (done: number, i: number): number => {
    const node = nodes[i];
    if (!node) return 0;
    const live = values.reduce((sum, value) => sum + (isAlive(value, done) ? value.bytes : 0), 0);
    const { form } = computationOf(node);
    const own = bytesOf(node.type);
    const inPlace =
      form === 'reshape' ||
      (form === 'pointwise' &&
        values.some(
          value =>
            value.bytes === own &&
            (value.readers & (1 << i)) !== 0 &&
            isAlive(value, done) &&
            !isAlive(value, done | (1 << i)),
        ));
    return live + (inPlace ? 0 : own);
  };
  const memo = new Map<number, { readonly peak: number; readonly next: number }>();
  const solve = (done: number): number => {
    if (done === all || memo.size > patience) return 0;
    const known = memo.get(done);
    if (known) return known.peak;
    let best = { peak: Number.POSITIVE_INFINITY, next: -1 };
    for (let i = 0; i < nodes.length; i++) {
      if ((done & (1 << i)) !== 0 || ((needs[i] ?? 0) & ~done) !== 0) continue;
      const peak = Math.max(cost(done, i), solve(done | (1 << i)));
      if (peak < best.peak) best = { peak, next: i };
    }
    memo.set(done, best);
    return best.peak;
  };
  solve(0);
  if (memo.size > patience) return nodes;
  const order: Node[] = [];
  for (let done = 0; done !== all; ) {
    const next = memo.get(done)?.next ?? -1;
    const node = nodes[next];
    if (!node) return nodes;
    order.push(node);
    done |= 1 << next;
  }
  return order;
}
