/**
 * A network is a long chain, and pages are wider than high: what is long is cut into columns, like text, where a single
 * value goes from one part to the next.
 */

import type { Point } from './layered.ts';
import type { Member, Room, Size } from './room.ts';
import { type Column, extentOf, heightOf, type Stretch, stretchesOf } from './stretches.ts';
import { entry, exit, type Wire } from './wires.ts';

/** Members that begin a column, after the first. */
export type Breaks = ReadonlySet<number>;

/** A module's contents, as `makeRoom` has left them. */
export interface Contents {
  readonly members: readonly Member[];
  readonly wires: readonly Wire[];
  readonly room: Room;
}

/** The least scale at which a whole is worth seeing, and the least at which its columns are read. */
const readable = 0.5;
const comfortable = 0.7;
/** As many columns as there may be. */
const most = 32;
/** Between columns, and above them for the wires that come over. */
const gap = 64;
const above = 28;

/**
 * Where to cut so that the whole is seen as large as can be. What is too long for that is read downwards; what is much
 * too long becomes a map.
 */
export function breaksToRead(contents: Contents, view: Size): Breaks {
  const stretches = stretchesOf(contents);
  let best: readonly Column[] = [stretches];
  let widest = best;
  for (let count = 2; count <= Math.min(most, stretches.length); count++) {
    const columns = balance(stretches, count);
    if (widthOf(columns) * comfortable <= view.width) widest = columns;
    // A column more has to be worth it, and what can be read already is large enough.
    const scale = scaleOf(best, view);
    if (scale < 1 && scaleOf(columns, view) >= 1.1 * scale) best = columns;
  }
  if (scaleOf(best, view) >= readable) return breaksOf(best, contents);
  const isLong = Math.max(...widest.map(heightOf)) * comfortable > 5 * view.height;
  return isLong ? breaksToSpread(contents, view) : breaksOf(widest, contents);
}

/** Where to cut what nobody sees as a whole, so that it is about as wide as high. */
export function breaksToSpread(contents: Contents, view: Size): Breaks {
  const isShort = contents.room.height * comfortable < 2 * view.height;
  if (isShort || view.width < 640) return new Set();
  const stretches = stretchesOf(contents);
  let best: readonly Column[] = [stretches];
  for (let count = 2; count <= Math.min(most, stretches.length); count++) {
    const columns = balance(stretches, count);
    if (scaleOf(columns, view) >= 1.1 * scaleOf(best, view)) best = columns;
  }
  return breaksOf(best, contents);
}

const breaksOf = (columns: readonly Column[], { members }: Contents): Breaks =>
  new Set(columns.slice(1).flatMap(column => members[column[0]?.members[0] ?? -1]?.node ?? []));

/** How far something moves, and where its column begins. */
interface Shift extends Point {
  readonly column: number;
  readonly edge: number;
  readonly top: number;
}

/** A room in columns. */
export interface InColumns {
  readonly room: Room;
  /** Of wires that go over from one to another, by their places: how many of their points do that. */
  readonly over: ReadonlyMap<number, number>;
}

/** Moves what a room holds into columns. */
export function inColumns(contents: Contents, breaks: Breaks): InColumns {
  const { members, wires, room } = contents;
  const columns: Stretch[][] = [];
  for (const stretch of stretchesOf(contents)) {
    const isBreak = stretch.members.some(i => breaks.has(members[i]?.node ?? -1));
    if (isBreak || columns.length === 0) columns.push([]);
    columns.at(-1)?.push(stretch);
  }
  const [first, last] = [columns[0], columns.at(-1)];
  if (!first || !last || columns.length < 2) return { room, over: new Map() };
  const whole = extentOf(columns.flat());
  const shifts = shiftsOf(columns, contents, whole.left, whole.top + above);
  // Below the columns there is as much as before.
  const height = room.height + above + Math.max(...columns.map(heightOf)) - heightOf(columns.flat());
  const over = new Map<number, number>();
  const routes = wires.map((wire, i) => {
    const [from, to] = [shifts.get(wire.from), shifts.get(wire.to)];
    const route = room.routes[i] ?? [];
    if (from && to && from.column !== to.column) {
      over.set(i, pointsOver);
      return routeOver(route, from, to);
    }
    return route.map((point, k): Point => {
      const moved = move(point, from ?? to ?? still);
      if (wire.from === entry && k === 0) return { x: moved.x, y: 0 };
      return wire.to === exit && k === route.length - 1 ? { x: moved.x, y: height } : moved;
    });
  });
  // Values enter at the first column and leave from the last.
  const along = (ports: ReadonlyMap<number, number>, column: Column): ReadonlyMap<number, number> => {
    const by = shifts.get(members[column[0]?.members[0] ?? 0]?.node ?? -1)?.x ?? 0;
    return new Map([...ports].map(([source, x]) => [source, x + by]));
  };
  return {
    room: {
      width: room.width + columns.reduce((sum, column) => sum + widthOf([column]), -gap) - whole.width,
      height,
      corners: room.corners.map((corner, i) => move(corner, shifts.get(members[i]?.node ?? -1) ?? still)),
      routes,
      entries: along(room.entries, first),
      exits: along(room.exits, last),
    },
    over,
  };
}

const still: Point = { x: 0, y: 0 };
const move = (point: Point, by: Point): Point => ({ x: point.x + by.x, y: point.y + by.y });

/** Columns side by side from a corner on. */
function shiftsOf(
  columns: readonly Column[],
  { members }: Contents,
  left: number,
  top: number,
): ReadonlyMap<number, Shift> {
  const shifts = new Map<number, Shift>();
  let x = left;
  for (const [column, stretches] of columns.entries()) {
    const extent = extentOf(stretches);
    const shift = { x: x - extent.left, y: top - extent.top, column, edge: x - gap / 2, top };
    for (const i of stretches.flatMap(stretch => stretch.members)) shifts.set(members[i]?.node ?? -1, shift);
    x += extent.width + gap;
  }
  return shifts;
}

/** As `routeOver` makes them. */
const pointsOver = 5;

/** From the foot of a column to the head of another, between the two, and from there on as it was. */
function routeOver([first = still, ...rest]: readonly Point[], from: Shift, to: Shift): readonly Point[] {
  const start = move(first, from);
  const down = rest.map(point => move(point, to));
  const x = down[0]?.x ?? 0;
  const [low, high] = [start.y + above / 2, to.top - above];
  return [
    start,
    { x: start.x, y: low },
    { x: to.edge, y: low },
    { x: to.edge, y: high },
    { x, y: high },
    ...down,
  ];
}

/** As many columns, the highest of them as low as can be. */
function balance(stretches: readonly Stretch[], count: number): readonly Column[] {
  let [least, high] = [Math.max(...stretches.map(stretch => heightOf([stretch]))), heightOf(stretches)];
  while (high - least > 1) {
    const middle = (least + high) / 2;
    if (fill(stretches, middle).length <= count) high = middle;
    else least = middle;
  }
  return fill(stretches, high);
}

/** Columns no higher than this. */
function fill(stretches: readonly Stretch[], height: number): readonly Column[] {
  const columns: Stretch[][] = [];
  for (const stretch of stretches) {
    const column = columns.at(-1);
    const start = column?.[0];
    if (column && start && stretch.bottom - start.top <= height) column.push(stretch);
    else columns.push([stretch]);
  }
  return columns;
}

const scaleOf = (columns: readonly Column[], view: Size): number =>
  Math.min(view.width / widthOf(columns), view.height / (Math.max(...columns.map(heightOf)) + 2 * above));

const widthOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, column) => sum + extentOf(column).width + gap, 0);
