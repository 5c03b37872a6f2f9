/** The outline in rows, in the manner of torchinfo: what each part gives, holds and costs. */

import { elementCount, type Shape } from '../shape.ts';
import { type Layer, layersOf, type Outline, type Part } from './outline.ts';

/** A part in numbers. */
export interface Row {
  readonly id: string;
  readonly name: string;
  /** Its class or operator. */
  readonly type: string;
  /** 0 for the network, 1 for its members. */
  readonly depth: number;
  /** Shapes of what it reads that is not made in it, each value once, in the order in which it is read. */
  readonly inputs: readonly Shape[];
  /** Of its last layer's result. */
  readonly shape: Shape;
  /** Height and width of a convolution's or a pooling's window; absent of what has none. */
  readonly kernel?: readonly number[];
  readonly parameters: number;
  readonly macs: number;
  /**
   * Bytes of all its layers' results together, in float32: what training keeps. A run holds only some at once; that is
   * its activation memory, which the plan knows.
   */
  readonly outputBytes: number;
  /** How many layers there are in it. */
  readonly layers: number;
}

/** What rows can be sorted by. */
export const sortKeys = ['parameters', 'macs', 'output-bytes'] as const;
export type SortKey = (typeof sortKeys)[number];

/** A row a part down to a depth, in order; the network's own is the first. */
export function rowsOf(outline: Outline, depth: number): readonly Row[] {
  const shapes = shapesOf(outline);
  const rows: Row[] = [];
  const pending: { part: Part; at: number }[] = [{ part: outline.root, at: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { part, at } = next;
    rows.push(rowOf(part, at, shapes));
    if (part.kind === 'layer' || at >= depth) continue;
    for (const child of part.children.toReversed()) pending.push({ part: child, at: at + 1 });
  }
  return rows;
}

/** The rows that no other shown row is a part of, the largest first; equal ones in the network's order. */
export function sortedRows(outline: Outline, depth: number, key: SortKey): readonly Row[] {
  const rows = rowsOf(outline, depth);
  return rows
    .filter(({ depth: at }, i) => i > 0 && (rows[i + 1]?.depth ?? 0) <= at)
    .toSorted((a, b) => amountOf(b, key) - amountOf(a, key));
}

const amountOf = (row: Row, key: SortKey): number => (key === 'output-bytes' ? row.outputBytes : row[key]);

/** Shapes of all values that layers read, by their ids. */
const shapesOf = ({ root, inputs }: Outline): ReadonlyMap<string, Shape> =>
  new Map([
    ...inputs.map(({ name, shape }) => [name, shape] as const),
    ...layersOf(root).map(({ id, shape }) => [id, shape] as const),
  ]);

function rowOf(part: Part, depth: number, shapes: ReadonlyMap<string, Shape>): Row {
  const layers = layersOf(part);
  const sum = (count: (layer: Layer) => number): number =>
    layers.reduce((total, layer) => total + count(layer), 0);
  const kernel = part.kind === 'layer' ? kernelOf(part) : undefined;
  return {
    id: part.id,
    name: part.name,
    type: part.type,
    depth,
    inputs: readBy(layers).flatMap(id => [shapes.get(id) ?? []]),
    shape: layers.at(-1)?.shape ?? [],
    ...(kernel && { kernel }),
    parameters: sum(({ parameters }) =>
      parameters.reduce((total, { trained, shape }) => total + (trained ? elementCount(shape) : 0), 0),
    ),
    macs: sum(({ macs }) => macs),
    outputBytes: sum(({ shape }) => 4 * elementCount(shape)),
    layers: layers.length,
  };
}

/** The window that attributes tell in short: `3` of 3x3, `1x7`. */
function kernelOf({ attributes: { kernel } }: Layer): readonly number[] | undefined {
  if (kernel === undefined) return undefined;
  const [height = 0, width = height] = String(kernel).split('x').map(Number);
  return [height, width];
}

/** What layers read that none of them makes. */
function readBy(layers: readonly Layer[]): readonly string[] {
  const made = new Set(layers.map(({ id }) => id));
  return [...new Set(layers.flatMap(({ inputs }) => inputs))].filter(id => !made.has(id));
}
