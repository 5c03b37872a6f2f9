/** Where the drawing of a module may be cut: between members where a single value is handed on. */

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
  const isCut = cutsOf(order, members, wires);
  const parts: number[][] = [];
  let bottom = Number.NEGATIVE_INFINITY;
  for (const [rank, i] of order.entries()) {
    if (rank === 0 || (isCut[rank] && topOf(i) >= bottom)) parts.push([]);
    parts.at(-1)?.push(i);
    bottom = Math.max(bottom, topOf(i) + (members[i]?.height ?? 0));
  }
  return parts.map(part => measure(part, members, room));
}

/** Whether all wires that pass between each member, in this order, and the one before it come from one box. */
function cutsOf(
  order: readonly number[],
  members: readonly Member[],
  wires: readonly Wire[],
): readonly boolean[] {
  const ranks = new Map(order.map((i, rank) => [members[i]?.node ?? -1, rank]));
  const starting = order.map((): number[] => []);
  const ending = order.map((): number[] => []);
  for (const { from, to } of wires) {
    const a = from === entry ? 0 : (ranks.get(from) ?? 0);
    const b = to === exit ? order.length - 1 : (ranks.get(to) ?? 0);
    // The border's own wires are never cut, nor are those that lead back.
    const source = from === entry || to === exit || b < a ? entry : from;
    starting[Math.min(a, b)]?.push(source);
    ending[Math.max(a, b)]?.push(source);
  }
  const passing = new Map<number, number>();
  const count = (source: number, change: number): void => {
    const left = (passing.get(source) ?? 0) + change;
    if (left === 0) passing.delete(source);
    else passing.set(source, left);
  };
  return order.map((_, rank) => {
    for (const source of starting[rank - 1] ?? []) count(source, 1);
    for (const source of ending[rank - 1] ?? []) count(source, -1);
    return passing.size === 1 && !passing.has(entry);
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
