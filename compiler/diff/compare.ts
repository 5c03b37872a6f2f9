/** Two graphs in, their difference out. */

import { type Graph, isOp, type Node } from '../ir/graph.ts';
import { parameter } from '../ops/leaf.ts';
import { traceOutline } from '../outline/build.ts';
import { type Module, type Part, partsOf } from '../outline/outline.ts';
import { Changes } from './changes.ts';
import type { Difference, Entry } from './difference.ts';
import { isomorphism } from './isomorphism.ts';
import { knownLayers, match } from './match.ts';
import type { Matching } from './matching.ts';
import { parentsOf } from './tree.ts';

/** How two graphs are compared. */
export interface CompareOptions {
  /** Ignore names, paths and classes. */
  readonly structural?: boolean;
}

/** Compares two networks as their specs say them, before any pass. */
export function compare(
  before: Graph,
  after: Graph,
  { structural = false }: CompareOptions = {},
): Difference {
  const a = traceOutline(before);
  const b = traceOutline(after);
  const same = isomorphism(before, after);
  const names = !structural;
  const known = same && knownLayers(same, a.layers, b.layers);
  const matching = match(a.outline, b.outline, { names, ...(known && { known }) });
  const changes = new Changes(a.outline, b.outline, matching, names, same !== undefined);
  return {
    before: a.outline,
    after: b.outline,
    sameStructure: same !== undefined,
    ...(same && { tensors: tensorNames(same) }),
    root: entryTree(a.outline.root, b.outline.root, matching, changes),
  };
}

const tensorNames = (nodes: ReadonlyMap<Node, Node>): ReadonlyMap<string, string> =>
  new Map([...nodes].flatMap(([a, b]) => (isOp(a, parameter) ? [[a.path, b.path] as const] : [])));

/** The second network's tree, with what the first has beside it in between. */
function entryTree(before: Module, after: Module, matching: Matching, changes: Changes): Entry {
  const { first, behind } = removedPlaces(before, after, matching);
  const removed = (part: Part): Entry => ({
    before: part,
    changes: [],
    moved: false,
    children:
      part.kind === 'module' ? part.children.filter(each => !matching.afterOf(each)).map(removed) : [],
  });
  const kept = (part: Part): Entry => {
    const origin = matching.beforeOf(part);
    const children = part.kind === 'module' ? part.children : [];
    return {
      ...(origin && { before: origin }),
      after: part,
      changes: origin ? changes.between(origin, part) : [],
      moved: matching.moved.has(part),
      children: [
        ...(first.get(part) ?? []).map(removed),
        ...children.flatMap(child => [kept(child), ...(behind.get(child) ?? []).map(removed)]),
      ],
    };
  };
  return kept(after);
}

/** Where removed parts are listed. */
interface Places {
  /** At the head of a module's members. */
  readonly first: ReadonlyMap<Part, readonly Part[]>;
  /** Behind a part. */
  readonly behind: ReadonlyMap<Part, readonly Part[]>;
}

/** Each removed part, whose module was kept, stands behind the nearest part before it that was kept in that module. */
function removedPlaces(before: Module, after: Module, matching: Matching): Places {
  const first = new Map<Part, Part[]>();
  const behind = new Map<Part, Part[]>();
  const parents = parentsOf(after);
  for (const module of partsOf(before)) {
    const image = matching.afterOf(module);
    if (module.kind === 'layer' || !image) continue;
    let last: Part | undefined;
    for (const child of module.children) {
      const other = matching.afterOf(child);
      if (other) last = memberOf(image, other, parents) ?? last;
      else if (last) append(behind, last, child);
      else append(first, image, child);
    }
  }
  return { first, behind };
}

function append(lists: Map<Part, Part[]>, key: Part, part: Part): void {
  const list = lists.get(key);
  if (list) list.push(part);
  else lists.set(key, [part]);
}

/** The member of a module that is, or holds, a part; nothing where the part is elsewhere. */
function memberOf(module: Part, part: Part, parents: ReadonlyMap<Part, Part>): Part | undefined {
  let member: Part = part;
  for (let at = parents.get(part); at; at = parents.get(at)) {
    if (at === module) return member;
    member = at;
  }
  return undefined;
}
