/** Where the drawing of a module may be cut: between members where a single wire leads on. */

import type { Member, Room } from './room.ts';
import { entry, exit, type Wire } from './wires.ts';

/** Members between two places where the drawing may be cut: their places in the list, and what they take up. */
export interface Stretch {
  readonly members: readonly number[];
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Stretches that stand one above the other. */
export type Column = readonly Stretch[];

/** What a column takes up. */
export function extentOf(column: Column) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const stretch of column) {
    left = Math.min(left, stretch.left);
    right = Math.max(right, stretch.right);
    top = Math.min(top, stretch.top);
    bottom = Math.max(bottom, stretch.bottom);
  }
  return { left, top, width: right - left, height: bottom - top };
}

export const heightOf = (column: Column): number => extentOf(column).height;

/** Members from top to bottom, parted wherever that can be. */
export function stretchesOf({
  members,
  wires,
  room,
}: {
  readonly members: readonly Member[];
  readonly wires: readonly Wire[];
  readonly room: Room;
}): readonly Stretch[] {
  const topOf = (i: number): number => room.corners[i]?.y ?? 0;
  const order = [...members.keys()].sort((a, b) => topOf(a) - topOf(b));
  const crossing = crossings(order, members, wires);
  const parts: number[][] = [];
  let bottom = Number.NEGATIVE_INFINITY;
  for (const [rank, i] of order.entries()) {
    if (rank === 0 || (crossing[rank] === 1 && topOf(i) >= bottom)) parts.push([]);
    parts.at(-1)?.push(i);
    bottom = Math.max(bottom, topOf(i) + (members[i]?.height ?? 0));
  }
  return parts.map(part => measure(part, members, room));
}

/** How many wires pass between each member, in this order, and the one before it. */
function crossings(
  order: readonly number[],
  members: readonly Member[],
  wires: readonly Wire[],
): readonly number[] {
  const ranks = new Map(order.map((i, rank) => [members[i]?.node ?? -1, rank]));
  // Rises and falls, to be summed up: a wire may pass many.
  const changes = new Array<number>(order.length + 1).fill(0);
  for (const { from, to } of wires) {
    const a = from === entry ? 0 : (ranks.get(from) ?? 0);
    const b = to === exit ? order.length - 1 : (ranks.get(to) ?? 0);
    // The border's own wires are never cut.
    const weight = from === entry || to === exit ? 2 : 1;
    changes[Math.min(a, b) + 1] = (changes[Math.min(a, b) + 1] ?? 0) + weight;
    changes[Math.max(a, b) + 1] = (changes[Math.max(a, b) + 1] ?? 0) - weight;
  }
  let sum = 0;
  return changes.map(change => {
    sum += change;
    return sum;
  });
}

function measure(part: readonly number[], members: readonly Member[], room: Room): Stretch {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const i of part) {
    const { x, y } = room.corners[i] ?? { x: 0, y: 0 };
    left = Math.min(left, x);
    right = Math.max(right, x + (members[i]?.width ?? 0));
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + (members[i]?.height ?? 0));
  }
  return { members: part, top, bottom, left, right };
}
