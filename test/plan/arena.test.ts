/**
 * The arena of random lifetimes: nothing alive at once shares a place, places are aligned, and the peak is no less
 * than what is alive at one step. The greedy rule's quality has bounds too: it is never worse than no reuse.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planArena as plan, type Unplaced } from '../../compiler/plan/arena.ts';
import { align as alignTo, plainMemory } from '../../compiler/plan/memory.ts';

const { alignment } = plainMemory;
const align = (elements: number): number => alignTo(elements, alignment);
const planArena = (all: readonly Unplaced[]) => plan(all, plainMemory);

const buffers: fc.Arbitrary<readonly Unplaced[]> = fc.array(
  fc
    .record({
      elements: fc.integer({ min: 1, max: 200 }),
      first: fc.integer({ min: -1, max: 20 }),
      span: fc.nat(8),
    })
    .map(({ elements, first, span }, i = 0) => ({ layer: `l${i}`, elements, first, last: first + span })),
  { maxLength: 30 },
);

/** Elements, rounded up to whole places, alive at each step there is. */
function aliveAt(all: readonly Unplaced[], time: number): number {
  const alive = all.filter(each => each.first <= time && time <= each.last);
  return alive.reduce((sum, each) => sum + Math.ceil(each.elements / 16) * 16, 0);
}

describe('planArena', () => {
  test('gives each buffer a place of its own while it is alive', () => {
    fc.assert(
      fc.property(buffers, all => {
        const { elements, buffers: placed } = planArena(all);
        expect(placed.map(({ offset: _, ...rest }) => rest)).toEqual(all);
        // Told from a map of who holds each element at each step.
        for (let time = -1; time <= 30; time++) {
          const holders = new Array<number>(elements).fill(-1);
          for (const [i, { offset, elements: count, first, last }] of placed.entries()) {
            expect(offset % alignment).toBe(0);
            expect(offset + count).toBeLessThanOrEqual(elements);
            if (time < first || time > last) continue;
            for (let at = offset; at < offset + count; at++) {
              expect(holders[at]).toBe(-1);
              holders[at] = i;
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('states the bound, keeps to it from above, and is no worse than no reuse', () => {
    fc.assert(
      fc.property(buffers, all => {
        const { elements, lowerBound } = planArena(all);
        const times = Array.from({ length: 32 }, (_, i) => i - 1);
        expect(lowerBound).toBe(Math.max(0, ...times.map(time => aliveAt(all, time))));
        expect(elements).toBeGreaterThanOrEqual(lowerBound);
        expect(elements).toBeLessThanOrEqual(all.reduce((sum, each) => sum + align(each.elements), 0));
      }),
      { numRuns: 500 },
    );
  });

  test('does not depend on anything but what it is given', () => {
    fc.assert(
      fc.property(buffers, all => {
        expect(planArena(all)).toEqual(planArena(structuredClone(all)));
      }),
    );
  });

  const at = (elements: number, first: number, last: number): Unplaced => ({
    layer: '',
    elements,
    first,
    last,
  });

  test.each<readonly [string, readonly Unplaced[], elements: number]>([
    ['nothing', [], 0],
    ['one', [at(5, 0, 0)], 16],
    ['two that never meet', [at(160, 0, 1), at(96, 2, 3)], 160],
    ['two that meet at one step', [at(160, 0, 2), at(96, 2, 3)], 256],
    // Execution order would lay 64 first and leave no room below the two that follow: 448.
    ['growing sizes', [at(64, 0, 1), at(128, 1, 2), at(256, 2, 3)], 384],
    ['a chain', Array.from({ length: 9 }, (_, i) => at(160, i, i + 1)), 320],
  ])('places %s', (_, all, elements) => {
    expect(planArena(all).elements).toBe(elements);
  });
});
