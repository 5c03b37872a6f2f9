/** One open module: its members placed inside a frame, its wires led from border to border. */

import type { Placement, Point, Puzzle } from './layered.ts';
import { type Ports, portsOf } from './ports.ts';
import { entry, exit, type Wire } from './wires.ts';

/** Width and height. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A module that has been laid out. Places are from its top left corner. */
export interface Room extends Size, Pick<Ports, 'entries' | 'exits'> {
  /** Top left corners of the members. */
  readonly corners: readonly Point[];
  /** The points of each wire, from end to end. */
  readonly routes: readonly (readonly Point[])[];
}

/** A member: a box, or a module that has been laid out before. */
export interface Member extends Size {
  readonly node: number;
  readonly room?: Room;
}

/** What is between a frame and what is in it. */
export interface Margins {
  readonly head: number;
  readonly side: number;
  readonly foot: number;
  /** Of the frame: its title has to fit. */
  readonly leastWidth: number;
}

/**
 * Lays out a module.
 *
 * @param place - solves the puzzle of its members
 */
export function makeRoom(
  members: readonly Member[],
  wires: readonly Wire[],
  margins: Margins,
  place: (puzzle: Puzzle) => Placement,
): Room {
  const order = new Map(members.map(({ node }, i) => [node, i]));
  const boxes: Size[] = members.map(({ width, height }) => ({ width, height }));
  // Borders are boxes without a height: they take up the ends of what crosses them.
  for (const border of [entry, exit]) {
    if (wires.some(({ from, to }) => from === border || to === border)) {
      order.set(border, boxes.push({ width: 1, height: 0 }) - 1);
    }
  }
  const indexOf = (node: number): number => order.get(node) ?? 0;
  const found = place({ boxes, edges: wires.map(({ from, to }) => [indexOf(from), indexOf(to)]) });
  const { width, height, shift } = around(boxes.slice(0, members.length), found, margins);
  const centres = found.centres.map(shift);
  const ways = found.routes.map(route => route.map(shift));
  const corners = members.map((member, i) => ({
    x: (centres[i]?.x ?? 0) - member.width / 2,
    y: (centres[i]?.y ?? 0) - member.height / 2,
  }));
  const portAt = (node: number, source: number, side: 'entries' | 'exits'): number => {
    const [member, corner] = [members[indexOf(node)], corners[indexOf(node)]];
    return (corner?.x ?? 0) + (member?.room?.[side].get(source) ?? (member?.width ?? 0) / 2);
  };
  const ports = portsOf(
    wires,
    (node, source) => portAt(node, source, 'entries'),
    (node, source) => portAt(node, source, 'exits'),
    ways,
    width,
  );
  const startOf = ({ from, source }: Wire): Point => {
    if (from === entry) return { x: ports.entries.get(source) ?? 0, y: 0 };
    const bottom = (corners[indexOf(from)]?.y ?? 0) + (members[indexOf(from)]?.height ?? 0);
    return { x: portAt(from, source, 'exits'), y: bottom };
  };
  const endOf = ({ to, source }: Wire, i: number): Point => {
    if (to === exit) return { x: ports.exits.get(source) ?? 0, y: height };
    const top = corners[indexOf(to)]?.y ?? 0;
    const isOpen = members[indexOf(to)]?.room !== undefined;
    return { x: isOpen ? portAt(to, source, 'entries') : (ports.arrivals[i] ?? 0), y: top };
  };
  return {
    width,
    height,
    corners,
    routes: wires.map((wire, i) => [startOf(wire), ...(ways[i] ?? []), endOf(wire, i)]),
    entries: ports.entries,
    exits: ports.exits,
  };
}

/** The frame around boxes and bends, and where it puts them. */
function around(boxes: readonly Size[], { centres, routes }: Placement, margins: Margins) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [i, { width, height }] of boxes.entries()) {
    const { x, y } = centres[i] ?? { x: 0, y: 0 };
    left = Math.min(left, x - width / 2);
    right = Math.max(right, x + width / 2);
    top = Math.min(top, y - height / 2);
    bottom = Math.max(bottom, y + height / 2);
  }
  for (const { x } of routes.flat()) {
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  const { head, side, foot, leastWidth } = margins;
  const width = Math.max(leastWidth, right - left + 2 * side);
  const by = { x: (width - (right - left)) / 2 - left, y: head - top };
  return {
    width,
    height: bottom - top + head + foot,
    shift: ({ x, y }: Point): Point => ({ x: x + by.x, y: y + by.y }),
  };
}
