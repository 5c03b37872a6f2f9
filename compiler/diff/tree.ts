/** A tree in post-order, as the alignment reads it. */

import { type Part, partsOf } from '../outline/outline.ts';

/** A part in its place. */
export interface Place {
  readonly part: Part;
  /** Index of its parent; -1 for the root, which is the last. */
  readonly parent: number;
  /** Index of the first leaf below it in post-order; its own where it is a leaf. */
  readonly first: number;
}

/**
 * Parts in post-order.
 *
 * @param isWhole - whether a part is taken as a leaf, whatever is in it
 */
export function postOrder(root: Part, isWhole: (part: Part) => boolean): readonly Place[] {
  const places: { part: Part; parent: number; first: number }[] = [];
  interface Frame {
    readonly part: Part;
    readonly first: number;
    readonly children: readonly Part[];
    readonly roots: number[];
    next: number;
  }
  const open = (part: Part): Frame => ({
    part,
    first: places.length,
    children: part.kind === 'module' && !isWhole(part) ? part.children : [],
    roots: [],
    next: 0,
  });
  // An explicit stack: a network from outside may be deeper than the engine's own.
  const stack = [open(root)];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const child = top.children[top.next++];
    if (child) {
      stack.push(open(child));
      continue;
    }
    stack.pop();
    const index = places.length;
    places.push({ part: top.part, parent: -1, first: top.first });
    for (const at of top.roots) places[at] = { ...places[at], parent: index } as (typeof places)[number];
    stack.at(-1)?.roots.push(index);
  }
  return places;
}

/** The module around each part of a tree. */
export function parentsOf(root: Part): ReadonlyMap<Part, Part> {
  return new Map(
    partsOf(root).flatMap(part =>
      part.kind === 'module' ? part.children.map(child => [child, part] as const) : [],
    ),
  );
}
