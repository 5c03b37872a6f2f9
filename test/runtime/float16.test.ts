/** Float16 by its definition: the nearest, and of two nearest the even one. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHalf, fromHalves, toHalf, toHalves } from '../../targets/wgsl/runtime/float16.ts';

/** Every finite float16 that is not negative, in order: the bits are the order. */
const finite = Array.from({ length: 0x7c00 }, (_, bits) => fromHalf(bits));

/** The nearest by search; what is at least half a unit beyond the largest is infinite. */
function nearest(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude >= 65520) return 0x7c00;
  let low = 0;
  let high = finite.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((finite[middle] ?? 0) <= magnitude) low = middle;
    else high = middle - 1;
  }
  const [below = 0, above = 65536] = [finite[low], finite[low + 1]];
  const [down, up] = [magnitude - below, above - magnitude];
  return down < up || (down === up && low % 2 === 0) ? low : low + 1;
}

const expected = (value: number): number =>
  (Object.is(Math.sign(value), -0) || value < 0 ? 0x8000 : 0) | nearest(value);

describe('toHalf', () => {
  test.each([
    [0, 0],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.996, 0x7bff],
    [65520, 0x7c00],
    [1e30, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
    [2 ** -24, 1],
    [2 ** -25, 0],
    [2 ** -25 * (1 + 2 ** -20), 1],
    [3 * 2 ** -25, 2],
    [2 ** -14, 0x400],
    [2 ** -14 - 2 ** -25, 0x400],
    [2 ** -149, 0],
  ])('%d is %i', (value, bits) => {
    expect(toHalf(value)).toBe(bits);
  });

  test('of no number is none', () => {
    expect(fromHalf(toHalf(Number.NaN))).toBeNaN();
  });

  test('gives back every float16', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      if (!Number.isNaN(fromHalf(bits))) expect(toHalf(fromHalf(bits))).toBe(bits);
    }
  });

  test('is the nearest, for any float32', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), value => {
        expect(toHalf(value)).toBe(expected(value));
      }),
      { numRuns: 2000 },
    );
  });

  test('is the nearest, halfway between two and beside', () => {
    const places = fc.tuple(fc.integer({ min: 0, max: 0x7bfe }), fc.constantFrom(-1, 0, 1), fc.boolean());
    fc.assert(
      fc.property(places, ([bits, side, negative]) => {
        const middle = ((finite[bits] ?? 0) + (finite[bits + 1] ?? 0)) / 2;
        const beside = Math.fround(middle + side * middle * 2 ** -23);
        const value = negative ? -beside : beside;
        expect(toHalf(value)).toBe(expected(value));
      }),
      { numRuns: 2000 },
    );
  });
});

test('arrays are converted whole, to an even number', () => {
  expect([...toHalves(Float32Array.of(1, -2, 0.5))]).toEqual([0x3c00, 0xc000, 0x3800, 0]);
  expect([...fromHalves(Uint16Array.of(0x3c00, 0xc000))]).toEqual([1, -2]);
});
