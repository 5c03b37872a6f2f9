/** Going through time finds what comparing all pairs finds. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Lifetimes } from '../../compiler/plan/lifetimes.ts';
import type { Buffer } from '../../compiler/plan/plan.ts';

const buffers: fc.Arbitrary<readonly Buffer[]> = fc.array(
  fc
    .record({
      offset: fc.nat(20),
      elements: fc.integer({ min: 1, max: 6 }),
      first: fc.integer({ min: -1, max: 8 }),
      steps: fc.nat(4),
    })
    .map(({ steps, ...rest }) => ({ layer: 'a', ...rest, last: rest.first + steps })),
  { maxLength: 12 },
);

const meet = (a: Buffer, b: Buffer): boolean =>
  a.first <= b.last &&
  b.first <= a.last &&
  a.offset < b.offset + b.elements &&
  b.offset < a.offset + a.elements;

/** As many as do not meet. */
const apart = buffers.map(all => all.filter((one, i) => !all.slice(0, i).some(other => meet(one, other))));

test('it refuses two that meet, and no others', () => {
  fc.assert(
    fc.property(buffers, all => {
      const whole = (): void => new Lifetimes(all).advance(Number.POSITIVE_INFINITY);
      if (all.some((a, i) => all.slice(i + 1).some(b => meet(a, b)))) expect(whole).toThrow('share a place');
      else expect(whole).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

test('at each step it knows what lies in one that is alive', () => {
  fc.assert(
    fc.property(
      apart,
      fc.array(fc.record({ offset: fc.nat(24), elements: fc.integer({ min: 1, max: 4 }) })),
      (all, ranges) => {
        const lifetimes = new Lifetimes(all);
        for (let time = -2; time < 14; time++) {
          lifetimes.advance(time);
          for (const range of ranges) {
            const held = all.some(
              ({ offset, elements, first, last }) =>
                first <= time &&
                time <= last &&
                offset <= range.offset &&
                range.offset + range.elements <= offset + elements,
            );
            expect(lifetimes.holds(range)).toBe(held);
          }
        }
      },
    ),
    { numRuns: 1000 },
  );
});
