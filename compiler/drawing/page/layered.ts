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

/** Solves it. */
export function place(puzzle: Puzzle): Placement {
  const centres = puzzle.boxes.map((): Point => ({ x: 0, y: 0 }));
  const routes = puzzle.edges.map((): readonly Point[] => []);
  const order = topological(puzzle);
  const stretches = order
    ? stretchesOf(puzzle, order)
    : [{ boxes: [...puzzle.boxes.keys()], edges: all(puzzle) }];
  let anchor: Point | undefined;
  for (const { boxes, edges } of stretches) {
    const solved = solve(puzzle, boxes, edges);
    const [first, last] = [boxes[0] ?? 0, boxes.at(-1) ?? 0];
    const start = solved.centres.get(first) ?? { x: 0, y: 0 };
    // The first box of a stretch is the last of the one before, where it stays.
    const shift: Point = anchor ? { x: anchor.x - start.x, y: anchor.y - start.y } : { x: 0, y: 0 };
    for (const [box, centre] of solved.centres) centres[box] = moved(centre, shift);
    for (const [edge, route] of solved.routes) routes[edge] = route.map(point => moved(point, shift));
    anchor = centres[last];
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

interface Solved {
  readonly centres: ReadonlyMap<number, Point>;
  readonly routes: ReadonlyMap<number, readonly Point[]>;
}

function solve(puzzle: Puzzle, boxes: readonly number[], edges: readonly number[]): Solved {
  const sizeOf = (box: number) => puzzle.boxes[box] ?? { width: 0, height: 0 };
  const [first = 0, second] = boxes;
  if (boxes.length <= 2 && new Set(edges.map(edge => puzzle.edges[edge]?.join())).size <= 1) {
    const y = (sizeOf(first).height + sizeOf(second ?? 0).height) / 2 + gaps.between;
    const centres = new Map([[first, { x: 0, y: 0 }]]);
    if (second !== undefined) centres.set(second, { x: 0, y });
    return { centres, routes: new Map() };
  }
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: gaps.beside, ranksep: gaps.between, edgesep: gaps.edges });
  for (const box of boxes) graph.setNode(`${box}`, { ...sizeOf(box) });
  for (const edge of edges) {
    const [from, to] = puzzle.edges[edge] ?? [0, 0];
    graph.setEdge(`${from}`, `${to}`, {}, `${edge}`);
  }
  layout(graph);
  return {
    centres: new Map(boxes.map(box => [box, pointOf(graph.node(`${box}`))])),
    routes: new Map(
      edges.map(edge => {
        const [from, to] = puzzle.edges[edge] ?? [0, 0];
        // The first and the last point lie on the boxes.
        const { points = [] } = graph.edge(`${from}`, `${to}`, `${edge}`) as { points?: readonly Point[] };
        return [edge, points.length > 3 ? points.slice(1, -1).map(pointOf) : []] as const;
      }),
    ),
  };
}

const pointOf = (point: { readonly x?: number; readonly y?: number } | undefined): Point => ({
  x: point?.x ?? 0,
  y: point?.y ?? 0,
});
