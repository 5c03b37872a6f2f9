/**
 * Where every box, frame and wire of a network stands, for a choice of open modules. Each open module is laid out on
 * its own, from the inside out, and becomes one box of the module around it; modules that look alike are laid out once.
 */

import {
  type Breaks,
  breaksToRead,
  breaksToSpread,
  type Contents,
  type InColumns,
  inColumns,
} from './columns.ts';
import { type Memory, type Point, place } from './layered.ts';
import type { Network } from './network.ts';
import { type Margins, type Member, makeRoom, type Room, type Size } from './room.ts';
import { exit, wiresOf } from './wires.ts';

/** A box or, for an open module, a frame. */
export interface Placed {
  readonly node: number;
  readonly isFrame: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A wire as points to be joined. */
export interface DrawnWire {
  readonly points: readonly Point[];
  /** The box that its value comes from, and those it goes to this way. */
  readonly source: number;
  readonly targets: ReadonlySet<number>;
  /** Whether it ends at a box, not at a border. */
  readonly ends: boolean;
  /** How many of the points, from the first on, lead it over to another column. */
  readonly over: number;
}

/** A drawing. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Frames before what is in them. */
  readonly placed: readonly Placed[];
  readonly wires: readonly DrawnWire[];
}

/** Sizes of boxes. */
export const sizes = {
  module: { width: 240, height: 66 },
  layer: { width: 224, height: 48 },
  input: { width: 200, height: 36 },
  output: { width: 200, height: 36 },
} as const;

const page: Margins = { head: 24, side: 24, foot: 24, leastWidth: 0 };
const frame: Margins = { head: 56, side: 18, foot: 24, leastWidth: 260 };

/** Arranges drawings of a network, and remembers from one to the next what modules look like. */
export class Arranger {
  readonly #network: Network;
  readonly #memory: Memory = new Map();
  readonly #breaks = new Map<number, Breaks>();
  #view: Size | undefined;

  constructor(network: Network) {
    this.#network = network;
  }

  /**
   * The drawing with these modules open, the network among them.
   *
   * @param view - what it has to fit into, by which columns are made; without it, those that there are stay
   */
  arrange(open: ReadonlySet<number>, view?: Size): Scene {
    const network = this.#network;
    const wires = wiresOf(network, open);
    const visible = visibleNodes(network, open);
    const rooms = new Map<number, Room>();
    const over = new Map<number, InColumns['over']>();
    for (const node of this.#breaks.keys()) if (!open.has(node)) this.#breaks.delete(node);
    if (view) {
      this.#view = view;
      this.#breaks.clear();
    }
    // Members come after their module.
    for (const node of visible.toReversed()) {
      if (!open.has(node)) continue;
      const members = network.members(node).map(member => this.#member(member, rooms));
      const own = wires.get(node) ?? [];
      const room = makeRoom(members, own, node === 0 ? page : frame, puzzle => place(puzzle, this.#memory));
      const columns = this.#inColumns(node, { members, wires: own, room });
      rooms.set(node, columns.room);
      over.set(node, columns.over);
    }
    const corners = new Map<number, Point>([[0, { x: 0, y: 0 }]]);
    const placed: Placed[] = [];
    for (const node of visible) {
      const corner = corners.get(node) ?? { x: 0, y: 0 };
      const { width, height, room } = this.#member(node, rooms);
      if (node > 0) placed.push({ node, isFrame: room !== undefined, ...corner, width, height });
      for (const [i, member] of network.members(node).entries()) {
        const at = room?.corners[i];
        if (at) corners.set(member, { x: corner.x + at.x, y: corner.y + at.y });
      }
    }
    const drawn = [...rooms].flatMap(([node, room]) =>
      (wires.get(node) ?? []).map(({ source, targets, to }, i): DrawnWire => {
        const { x: left, y: top } = corners.get(node) ?? { x: 0, y: 0 };
        return {
          points: (room.routes[i] ?? []).map(({ x, y }) => ({ x: x + left, y: y + top })),
          source,
          targets,
          ends: to !== exit && !rooms.has(to),
          over: over.get(node)?.get(i) ?? 0,
        };
      }),
    );
    const whole = rooms.get(0);
    return { width: whole?.width ?? 0, height: whole?.height ?? 0, placed, wires: drawn };
  }

  #member(node: number, rooms: ReadonlyMap<number, Room>): Member {
    const room = rooms.get(node);
    if (room) return { node, room, width: room.width, height: room.height };
    return { node, ...sizes[this.#network.node(node).kind] };
  }

  /** A room in the columns that it has had since it was opened. */
  #inColumns(node: number, contents: Contents): InColumns {
    const view = this.#view;
    if (!view) return { room: contents.room, over: new Map() };
    const choose = node === 0 ? breaksToRead : breaksToSpread;
    const breaks = this.#breaks.get(node) ?? choose(contents, view);
    this.#breaks.set(node, breaks);
    return inColumns(contents, breaks);
  }
}

/** Nodes of which all modules around them are open, in order. */
function visibleNodes(network: Network, open: ReadonlySet<number>): readonly number[] {
  const visible: number[] = [];
  const shown = new Set<number>();
  for (const [place, { parent }] of network.nodes.entries()) {
    if (parent >= 0 && !(shown.has(parent) && open.has(parent))) continue;
    shown.add(place);
    visible.push(place);
  }
  return visible;
}
