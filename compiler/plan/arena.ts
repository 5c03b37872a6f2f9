/**
 * Places activations in one arena: greedy by size, largest first, each at the lowest offset of the smallest gap it
 * fits among those alive at the same time (Pisarchyk and Lee, https://arxiv.org/abs/2001.03288). Values that a step
 * writes over its dead operand share one buffer, which `builder.ts` has seen to before.
 */

import type { Arena, Buffer } from './plan.ts';

/** Offsets are multiples of a cache line: 16 float32. */
export const alignment = 16;
export const align = (elements: number): number => Math.ceil(elements / alignment) * alignment;

/** An activation before it has a place. */
export type Unplaced = Omit<Buffer, 'offset'>;

/** Gives every buffer a place. The result keeps the given order. */
export function planArena(buffers: readonly Unplaced[]): Arena {
  const placed = new Map<Unplaced, number>();
  const bySize = buffers
    .map((buffer, i) => ({ buffer, i }))
    .sort((a, b) => b.buffer.elements - a.buffer.elements || a.buffer.first - b.buffer.first || a.i - b.i);
  for (const { buffer } of bySize) {
    const beside = [...placed]
      .filter(([other]) => overlap(buffer, other))
      .map(([other, offset]) => ({ offset, end: offset + align(other.elements) }))
      .sort((a, b) => a.offset - b.offset);
    placed.set(buffer, bestGap(beside, align(buffer.elements)));
  }
  const result = buffers.map(buffer => ({ ...buffer, offset: placed.get(buffer) ?? 0 }));
  return {
    elements: Math.max(0, ...result.map(buffer => buffer.offset + align(buffer.elements))),
    lowerBound: lowerBound(buffers),
    buffers: result,
  };
}

/** Whether two are alive at the same step. */
export const overlap = (a: Pick<Buffer, 'first' | 'last'>, b: Pick<Buffer, 'first' | 'last'>): boolean =>
  a.first <= b.last && b.first <= a.last;

/** The lowest offset of the smallest gap between occupied ranges, or the end. */
function bestGap(occupied: readonly { offset: number; end: number }[], size: number): number {
  let best = Number.POSITIVE_INFINITY;
  let at = 0;
  let end = 0;
  for (const range of occupied) {
    const gap = range.offset - end;
    if (gap >= size && gap < best) {
      best = gap;
      at = end;
    }
    end = Math.max(end, range.end);
  }
  return best === Number.POSITIVE_INFINITY ? end : at;
}

/** The most elements alive at one step. */
function lowerBound(buffers: readonly Unplaced[]): number {
  const steps = new Set(buffers.map(buffer => buffer.first));
  let most = 0;
  for (const step of steps) {
    let alive = 0;
    for (const buffer of buffers) {
      if (buffer.first <= step && step <= buffer.last) alive += align(buffer.elements);
    }
    most = Math.max(most, alive);
  }
  return most;
}
