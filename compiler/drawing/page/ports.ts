/** Where wires meet the borders of a module and the tops of its boxes. */

import type { Point } from './layered.ts';
import { entry, exit, type Wire } from './wires.ts';

/** Places along a horizontal edge, from the left edge of the module. */
export interface Ports {
  /** Where values enter and leave the module, by the box that they come from. */
  readonly entries: ReadonlyMap<number, number>;
  readonly exits: ReadonlyMap<number, number>;
  /** Of each wire, where it arrives at its box. */
  readonly arrivals: readonly number[];
}

/** Least distance between two ports of a border. */
const apart = 18;

/**
 * Finds them.
 *
 * @param arrivalAt - where a value arrives at a member that has a place for it: the middle of a box
 * @param departureAt - where it leaves one
 * @param ways - bends of each wire
 * @param width - of the module
 */
export function portsOf(
  wires: readonly Wire[],
  arrivalAt: (member: number, source: number) => number,
  departureAt: (member: number, source: number) => number,
  ways: readonly (readonly Point[])[],
  width: number,
): Ports {
  const all = wires.map((wire, i) => ({ ...wire, i, way: ways[i] ?? [] }));
  // The straightest way first: it decides where a port is.
  const straight = all.toSorted((a, b) => a.way.length - b.way.length);
  const entries = alongBorder(
    straight
      .filter(({ from }) => from === entry)
      .map(({ source, to, way }) => [source, way[0]?.x ?? arrivalAt(to, source)] as const),
    width,
  );
  const exits = alongBorder(
    straight
      .filter(({ to }) => to === exit)
      .map(({ source, from, way }) => [source, way.at(-1)?.x ?? departureAt(from, source)] as const),
    width,
  );
  const cameFrom = ({ from, way, source }: (typeof all)[number]): number =>
    way.at(-1)?.x ?? (from === entry ? (entries.get(source) ?? 0) : departureAt(from, source));
  const arrivals = wires.map(({ to, source }) => (to === exit ? 0 : arrivalAt(to, source)));
  const arriving = new Map<number, typeof all>();
  for (const wire of all) arriving.set(wire.to, [...(arriving.get(wire.to) ?? []), wire]);
  for (const [to, list] of arriving) {
    if (to === exit || list.length < 2) continue;
    const sorted = list.toSorted((a, b) => cameFrom(a) - cameFrom(b));
    const step = Math.min(36, 160 / (sorted.length - 1));
    const start = arrivalAt(to, entry) - ((sorted.length - 1) / 2) * step;
    for (const [k, { i }] of sorted.entries()) arrivals[i] = start + k * step;
  }
  return { entries, exits, arrivals };
}

/** One port for each source, as near as can be to where it would be, but not upon another. */
function alongBorder(
  wanted: readonly (readonly [source: number, x: number])[],
  width: number,
): ReadonlyMap<number, number> {
  const first = new Map<number, number>();
  for (const [source, x] of wanted) if (!first.has(source)) first.set(source, x);
  const sorted = [...first].sort((a, b) => a[1] - b[1]);
  const xs: number[] = [];
  for (const [, x] of sorted) xs.push(Math.max(x, (xs.at(-1) ?? Number.NEGATIVE_INFINITY) + apart));
  const over = Math.max(0, (xs.at(-1) ?? 0) - (width - apart));
  return new Map(sorted.map(([source], i) => [source, (xs[i] ?? 0) - over]));
}
