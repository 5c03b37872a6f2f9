/** Which step of a plan does the work of which layer of the network as it was written. */

import { type Node, operandsOf } from '../ir/graph.ts';
import type { Layer } from '../outline/outline.ts';
import type { Plan } from '../plan/plan.ts';

/** How a layer's work is done. */
export type Work =
  /** By steps that are its own; the last completes it. */
  | { readonly kind: 'own'; readonly steps: readonly number[] }
  /** Along with another layer's, or there is nothing to do. */
  | { readonly kind: 'within'; readonly step: number }
  /** Before the first step, or not at all. */
  | { readonly kind: 'none' };

/** What is asked of a plan. */
type Steps = Pick<Plan, 'steps' | 'graph'>;

/**
 * The work of each layer. A layer takes the first steps, not taken yet, whose result has its path and operator; failing
 * that its path, since a pass may have put other operators in its place. What is left is done by the latest of the
 * steps that do its inputs' work: a kernel that takes a layer in runs after all that the layer reads.
 *
 * @param layers - as `traceOutline` gives them, in topological order
 */
export function workOf(layers: ReadonlyMap<Node, Layer>, plan: Steps): ReadonlyMap<Layer, Work> {
  let free = groupsOf(plan);
  const own = new Map<Node, readonly number[]>();
  for (const keyOf of [exactKey, (node: Node) => node.path]) {
    const byKey = new Map<string, Group[]>();
    // The last first, so that the first is at hand.
    for (const group of free.toReversed()) {
      const key = keyOf(group.root);
      const others = byKey.get(key);
      if (others) others.push(group);
      else byKey.set(key, [group]);
    }
    for (const node of layers.keys()) {
      const group = own.has(node) ? undefined : byKey.get(keyOf(node))?.pop();
      if (group) own.set(node, group.steps);
    }
    free = [...byKey.values()].flat().sort((a, b) => a.at - b.at);
  }
  const latest = new Map<Node, number>();
  const result = new Map<Layer, Work>();
  for (const [node, layer] of layers) {
    const steps = own.get(node);
    const step = steps?.at(-1) ?? Math.max(-1, ...operandsOf(node).map(value => latest.get(value) ?? -1));
    latest.set(node, step);
    result.set(
      layer,
      steps ? { kind: 'own', steps } : step < 0 ? { kind: 'none' } : { kind: 'within', step },
    );
  }
  return result;
}

/** Steps that make one value: those of a concatenation write a part each. */
interface Group {
  /** Its place among the groups. */
  readonly at: number;
  readonly root: Node;
  readonly steps: readonly number[];
}

const exactKey = ({ path, op }: Node): string => JSON.stringify([path, op.name]);

function groupsOf({ steps, graph }: Steps): Group[] {
  const groups: Group[] = [];
  let parts: number[] = [];
  for (const [i, { result }] of steps.entries()) {
    parts.push(i);
    const root = result && graph.nodes[result.node];
    if (!root) continue;
    groups.push({ at: groups.length, root, steps: parts });
    parts = [];
  }
  return groups;
}
