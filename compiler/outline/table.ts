/** The outline in rows, in the manner of torchinfo: what each part gives, holds and costs. */

import type { Shape } from '../shape.ts';
import { elementCount } from '../shape.ts';
import { type Layer, layersOf, type Outline, type Part } from './outline.ts';

/** A part in numbers. */
export interface Row {
  readonly id: string;
  readonly name: string;
  /** Its class or operator. */
  readonly type: string;
  /** 0 for the network, 1 for its members. */
  readonly depth: number;
  /** Of its last layer's result. */
  readonly shape: Shape;
  readonly parameters: number;
  readonly macs: number;
  /** Bytes of all its layers' results together. */
  readonly activations: number;
  /** How many layers there are in it. */
  readonly layers: number;
}

/** What rows can be sorted by. */
export const sortKeys = ['parameters', 'macs', 'activations'] as const;
export type SortKey = (typeof sortKeys)[number];

/** A row a part down to a depth, in order; the network's own is the first. */
export function rowsOf({ root }: Outline, depth: number): readonly Row[] {
  const rows: Row[] = [];
  const pending: { part: Part; at: number }[] = [{ part: root, at: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { part, at } = next;
    rows.push(rowOf(part, at));
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
    .toSorted((a, b) => b[key] - a[key]);
}

function rowOf(part: Part, depth: number): Row {
  const layers = layersOf(part);
  const sum = (count: (layer: Layer) => number): number =>
    layers.reduce((total, layer) => total + count(layer), 0);
  return {
    id: part.id,
    name: part.name,
    type: part.type,
    depth,
    shape: layers.at(-1)?.shape ?? [],
    parameters: sum(({ parameters }) =>
      parameters.reduce((total, { trained, shape }) => total + (trained ? elementCount(shape) : 0), 0),
    ),
    macs: sum(({ macs }) => macs),
    activations: sum(({ shape }) => 4 * elementCount(shape)),
    layers: layers.length,
  };
}
