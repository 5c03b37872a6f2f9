/**
 * Which part of one network is which of another: modules that are equal at the same path, then the cheapest alignment
 * of the rest (`align.ts`, `costs.ts`), then what was moved. Deterministic.
 */

import type { Node } from '../ir/graph.ts';
import { type Layer, type Outline, type Part, partsOf } from '../outline/outline.ts';
import { align, alignmentWork } from './align.ts';
import { type Costs, costsOf, costsOfKnown } from './costs.ts';
import { digestsOf } from './digest.ts';
import { Matching, matchWhole } from './matching.ts';
import { moves } from './moves.ts';
import { parentsOf, postOrder } from './tree.ts';

/** Products of sizes beyond which an alignment takes too much memory and time: some 2,000 parts each. */
const mostCells = 2 ** 22;
/** Steps of an alignment: a second or two. Deep trees of many leaves take more than their sizes tell. */
const mostWork = 2 ** 26;

/** How the parts of two networks are found in each other. */
export interface MatchOptions {
  /** Whether names count. */
  readonly names: boolean;
  /** The layers that are known to belong together, where the networks are the same but for names. */
  readonly known?: ReadonlyMap<Part, Part>;
}

/** Finds the parts of two networks in each other. The networks themselves are always matched. */
export function match(before: Outline, after: Outline, { names, known }: MatchOptions): Matching {
  const matching = new Matching();
  const costs = known ? costsOfKnown(known) : costsOf(names);
  const equal = names && !known ? equalModules(before.root, after.root) : new Map<Part, Part>();
  const wholes = new Set<Part>([...equal.keys(), ...equal.values()]);
  const a = postOrder(before.root, part => wholes.has(part));
  const b = postOrder(after.root, part => wholes.has(part));
  matching.add(before.root, after.root);
  if (a.length * b.length > mostCells || alignmentWork(a, b) > mostWork)
    matchPaths(before, after, costs, matching);
  else {
    for (const [i, j] of align(a, b, withEqual(costs, equal, wholes))) {
      const [part, other] = [a[i]?.part, b[j]?.part];
      if (part && other) matchWhole(part, other, wholes.has(part), matching);
    }
  }
  if (known) addKnown(before, after, known, names, matching);
  else moves(before, after, matching, names);
  return matching;
}

/** Adds the layers that an alignment leaves out, since they run in another order, or are members of another module. */
function addKnown(
  before: Outline,
  after: Outline,
  known: ReadonlyMap<Part, Part>,
  names: boolean,
  matching: Matching,
): void {
  const [from, to] = [parentsOf(before.root), parentsOf(after.root)];
  for (const [part, other] of known) {
    if (matching.afterOf(part) === other) continue;
    matching.add(part, other);
    const parent = from.get(part);
    // To which module a layer belongs is but part of its name.
    if (names && parent && matching.afterOf(parent) !== to.get(other)) matching.moved.add(other);
  }
}

/** The layers that an isomorphism of graphs takes to each other. */
export function knownLayers(
  nodes: ReadonlyMap<Node, Node>,
  before: ReadonlyMap<Node, Layer>,
  after: ReadonlyMap<Node, Layer>,
): ReadonlyMap<Part, Part> {
  const known = new Map<Part, Part>();
  for (const [node, layer] of before) {
    const image = nodes.get(node);
    const other = image && after.get(image);
    if (other) known.set(layer, other);
  }
  return known;
}

/** The outermost modules that are at the same path in both, and the same in everything. */
function equalModules(before: Part, after: Part): ReadonlyMap<Part, Part> {
  const a = digestsOf(before, true);
  const b = digestsOf(after, true);
  const places = new Map(partsOf(after).map(part => [part.id, part]));
  const equal = new Map<Part, Part>();
  const pending = [before];
  for (let part = pending.pop(); part; part = pending.pop()) {
    if (part.kind === 'layer') continue;
    const other = places.get(part.id);
    if (other && part !== before && a.get(part) === b.get(other)) equal.set(part, other);
    else for (const child of part.children) pending.push(child);
  }
  return equal;
}

/** A module that is equal to another at its path is taken as a whole, and for nothing else. */
function withEqual(costs: Costs, equal: ReadonlyMap<Part, Part>, wholes: ReadonlySet<Part>): Costs {
  if (wholes.size === 0) return costs;
  const weights = new Map<Part, number>();
  return {
    single(part) {
      if (!wholes.has(part)) return costs.single(part);
      const known = weights.get(part);
      if (known !== undefined) return known;
      const weight = partsOf(part).reduce((sum, each) => sum + costs.single(each), 0);
      weights.set(part, weight);
      return weight;
    },
    match(before, after) {
      if (wholes.has(before) || wholes.has(after)) return equal.get(before) === after ? 0 : 1e9;
      return costs.match(before, after);
    },
  };
}

/** Networks too large to be aligned are compared path by path. */
function matchPaths(before: Outline, after: Outline, costs: Costs, matching: Matching): void {
  const places = new Map(partsOf(after.root).map(part => [part.id, part]));
  for (const part of partsOf(before.root)) {
    const other = places.get(part.id);
    if (other && costs.match(part, other) < costs.single(part) + costs.single(other))
      matching.add(part, other);
  }
}
