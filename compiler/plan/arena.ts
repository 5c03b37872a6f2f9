/**
 * Places activations in the arena: greedy by size, largest first, each at the lowest offset of the smallest gap it
 * fits among those alive at the same time (Pisarchyk and Lee, https://arxiv.org/abs/2001.03288). Values that a step
 * writes over its dead operand share one buffer, which `builder.ts` has seen to before.
 *
 * Where the arena is in slots, each value goes where the slots together grow least, and none beside a value that is
 * written from it or that it is written from.
 */

import { align, type MemoryRules } from './memory.ts';
import type { Arena, Buffer, Slot } from './plan.ts';

/** An activation before it has a place. */
export type Unplaced = Omit<Buffer, 'offset'>;

/** Whether two buffers, by their places in the list, must not be in one slot. */
export type Apart = (a: number, b: number) => boolean;

/** A slot in the making. */
interface OpenSlot {
  size: number;
  /** What lies in it, and where. */
  readonly offsets: Map<number, number>;
}

/**
 * Gives every buffer a place. The result keeps the given order.
 *
 * @param apart - for targets whose arena is in slots
 */
export function planArena(
  buffers: readonly Unplaced[],
  rules: MemoryRules,
  apart: Apart = () => false,
): Arena {
  const { alignment } = rules;
  const sizeOf = ({ elements }: Unplaced): number => align(elements, alignment);
  const bySize = buffers
    .map((buffer, i) => ({ buffer, i }))
    .sort((a, b) => b.buffer.elements - a.buffer.elements || a.buffer.first - b.buffer.first || a.i - b.i);
  const open: OpenSlot[] = [];
  for (const { buffer, i } of bySize) {
    const size = sizeOf(buffer);
    const places = open.flatMap(slot => {
      const others = [...slot.offsets].flatMap(([j, offset]) => {
        const other = buffers[j];
        return other ? [{ other, j, offset }] : [];
      });
      if (others.some(({ j }) => apart(i, j))) return [];
      const beside = others
        .filter(({ other }) => overlap(buffer, other))
        .map(({ other, offset }) => ({ offset, end: offset + sizeOf(other) }))
        .sort((a, b) => a.offset - b.offset);
      const offset = bestGap(beside, size);
      const growth = Math.max(0, offset + size - slot.size);
      // A slot of its own is always within what a target allows, or its kernel could not have it either.
      return slot.size + growth <= rules.largest ? [{ slot, offset, growth }] : [];
    });
    const best = places.reduce<(typeof places)[number] | undefined>(
      (least, place) => (least && least.growth <= place.growth ? least : place),
      undefined,
    );
    if (best) {
      best.slot.offsets.set(i, best.offset);
      best.slot.size += best.growth;
    } else open.push({ size, offsets: new Map([[i, 0]]) });
  }
  const starts = new Map<number, number>();
  const slots: Slot[] = [];
  let end = 0;
  for (const { size, offsets } of open) {
    for (const [i, offset] of offsets) starts.set(i, end + offset);
    slots.push({ offset: end, elements: size });
    end += size;
  }
  return {
    elements: end,
    ...(rules.elementBytes !== undefined && { elementBytes: rules.elementBytes }),
    alignment,
    slots,
    lowerBound: lowerBound(buffers, sizeOf),
    buffers: buffers.map((buffer, i) => ({ ...buffer, offset: starts.get(i) ?? 0 })),
  };
}

/** Whether two are alive at the same step. */
const overlap = (a: Pick<Buffer, 'first' | 'last'>, b: Pick<Buffer, 'first' | 'last'>): boolean =>
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
function lowerBound(buffers: readonly Unplaced[], sizeOf: (buffer: Unplaced) => number): number {
  const steps = new Set(buffers.map(buffer => buffer.first));
  let most = 0;
  for (const step of steps) {
    let alive = 0;
    for (const buffer of buffers) {
      if (buffer.first <= step && step <= buffer.last) alive += sizeOf(buffer);
    }
    most = Math.max(most, alive);
  }
  return most;
}
