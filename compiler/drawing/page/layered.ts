/**
 * Places boxes in layers, top to bottom, by dagre. Its time grows faster than the graph, so it is asked for one stretch
 * at a time: between two boxes that every way passes through, which in a network are many.
 */

import { Graph, layout } from '@dagrejs/dagre';

/** A place; of a box, its centre. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is to be placed. Edges are pairs of boxes, by their places in the list. */
export interface Puzzle {
  readonly boxes: readonly { readonly width: number; readonly height: number }[];
  readonly edges: readonly (readonly [from: number, to: number])[];
}

/** Where everything goes. */
export interface Placement {
  readonly centres: readonly Point[];
  /** Of each edge, the points that it passes on its way, in order; none where the way is clear. */
  readonly routes: readonly (readonly Point[])[];
}

const gaps = { beside: 26, between: 30, edges: 18 } as const;

/** Stretches that were placed before. Most of a network looks like some other part of it. */
export type Memory = Map<string, Solved>;

/** Solves it. */
export function place(puzzle: Puzzle, memory: Memory): Placement {
  const centres = puzzle.boxes.map((): Point => ({ x: 0, y: 0 }));
  const routes = puzzle.edges.map((): readonly Point[] => []);
  const order = topological(puzzle);
  const stretches = order
    ? stretchesOf(puzzle, order)
    : [{ boxes: [...puzzle.boxes.keys()], edges: all(puzzle) }];
  let anchor: Point | undefined;
  for (const { boxes, edges } of stretches) {
    const solved = recall(puzzle, boxes, edges, memory);
    const start = solved.centres[0] ?? { x: 0, y: 0 };
    // The first box of a stretch is the last of the one before, where it stays.
    const shift: Point = anchor ? { x: anchor.x - start.x, y: anchor.y - start.y } : { x: 0, y: 0 };
    for (const [i, box] of boxes.entries()) centres[box] = moved(solved.centres[i] ?? start, shift);
    for (const [i, edge] of edges.entries())
      routes[edge] = (solved.routes[i] ?? []).map(point => moved(point, shift));
    anchor = centres[boxes.at(-1) ?? 0];
  }
  return { centres, routes };
}

const all = ({ edges }: Puzzle): number[] => [...edges.keys()];
const moved = (point: Point, by: Point): Point => ({ x: point.x + by.x, y: point.y + by.y });

/** Boxes after all that lead to them, otherwise in the given order; nothing where edges go in circles. */
function topological({ boxes, edges }: Puzzle): readonly number[] | undefined {
  const waiting = boxes.map(() => 0);
  const next = boxes.map((): number[] => []);
  for (const [from, to] of edges) {
    next[from]?.push(to);
    waiting[to] = (waiting[to] ?? 0) + 1;
  }
  // What nothing leads to comes first: it may be as far up as it likes.
  const order = boxes.flatMap((_, box) => (waiting[box] === 0 ? [box] : []));
  const ready: number[] = [];
  const finish = (box: number): void => {
    for (const reader of next[box]?.toReversed() ?? []) {
      waiting[reader] = (waiting[reader] ?? 0) - 1;
      if (waiting[reader] === 0) ready.push(reader);
    }
  };
  for (const box of order.toReversed()) finish(box);
  for (let box = ready.pop(); box !== undefined; box = ready.pop()) {
    order.push(box);
    finish(box);
  }
  return order.length === boxes.length ? order : undefined;
}

interface Stretch {
  readonly boxes: readonly number[];
  readonly edges: readonly number[];
}

/** Cuts an order at the boxes that no edge leads past; each ends one stretch and starts the next. */
function stretchesOf({ edges }: Puzzle, order: readonly number[]): readonly Stretch[] {
  const at = new Map(order.map((box, i) => [box, i]));
  const leaving = order.map((): number[] => []);
  for (const [edge, [from]] of edges.entries()) leaving[at.get(from) ?? 0]?.push(edge);
  const stretches: Stretch[] = [];
  let reach = 0;
  let start = 0;
  let own: number[] = [];
  for (const [i, outgoing] of leaving.entries()) {
    if (i > start && reach === i && i < order.length - 1) {
      stretches.push({ boxes: order.slice(start, i + 1), edges: own });
      start = i;
      own = [];
    }
    own.push(...outgoing);
    // A dead end may be as far down as it likes.
    if (outgoing.length === 0) reach = order.length - 1;
    for (const edge of outgoing) reach = Math.max(reach, at.get(edges[edge]?.[1] ?? 0) ?? 0);
  }
  stretches.push({ boxes: order.slice(start), edges: own });
  return stretches;
}

/** Centres of a stretch's boxes and routes of its edges, in its order. */
export interface Solved {
  readonly centres: readonly Point[];
  readonly routes: readonly (readonly Point[])[];
}

/** Solves a stretch, or remembers one like it. */
function recall(puzzle: Puzzle, boxes: readonly number[], edges: readonly number[], memory: Memory): Solved {
  const places = new Map(boxes.map((box, i) => [box, i]));
  const own: Puzzle = {
    boxes: boxes.map(box => puzzle.boxes[box] ?? { width: 0, height: 0 }),
    edges: edges.map(edge => {
      const [from = 0, to = 0] = puzzle.edges[edge] ?? [];
      return [places.get(from) ?? 0, places.get(to) ?? 0];
    }),
  };
  const key = JSON.stringify(own);
  const known = memory.get(key) ?? solve(own);
  memory.set(key, known);
  return known;
}

function solve({ boxes, edges }: Puzzle): Solved {
  const [first, second] = boxes;
  if (boxes.length <= 2 && new Set(edges.map(String)).size <= 1) {
    const y = ((first?.height ?? 0) + (second?.height ?? 0)) / 2 + gaps.between;
    return {
      centres: [
        { x: 0, y: 0 },
        { x: 0, y },
      ],
      routes: [],
    };
  }
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: gaps.beside, ranksep: gaps.between, edgesep: gaps.edges });
  for (const [i, { width, height }] of boxes.entries()) graph.setNode(`${i}`, { width, height });
  for (const [i, [from, to]] of edges.entries()) graph.setEdge(`${from}`, `${to}`, {}, `${i}`);
  layout(graph);
  return {
    centres: boxes.map((_, i) => pointOf(graph.node(`${i}`))),
    routes: edges.map(([from, to], i) => {
      // The first and the last point lie on the boxes.
      const { points = [] } = graph.edge(`${from}`, `${to}`, `${i}`) as { points?: readonly Point[] };
      return points.length > 3 ? points.slice(1, -1).map(pointOf) : [];
    }),
  };
}

const pointOf = (point: { readonly x?: number; readonly y?: number } | undefined): Point => ({
  x: point?.x ?? 0,
  y: point?.y ?? 0,
});
