/** A network's logits against PyTorch's golden. */

import { expect } from 'vitest';
import { expectClose, largestOf } from './conformance.ts';

/**
 * Fails where a logit is further off than allowed, or the five likeliest classes come in another order than PyTorch
 * tells them apart by.
 *
 * @param classes - of each image of the batch
 * @param tolerance - of the largest logit's magnitude
 */
export function expectGolden(
  logits: Float32Array,
  expected: Float32Array,
  classes: number,
  tolerance: number,
): void {
  expectClose(logits, expected, tolerance);
  for (let from = 0; from < expected.length; from += classes) {
    const image = [logits, expected].map(all => all.subarray(from, from + classes)) as [
      Float32Array,
      Float32Array,
    ];
    expectSameOrder(...image, tolerance * largestOf(expected));
  }
}

/** The places of the five largest values, largest first. */
const topFive = (values: Float32Array): readonly number[] =>
  [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0)).slice(0, 5);

/** The five likeliest classes come in PyTorch's order, where PyTorch tells them apart by more than `gap`. */
function expectSameOrder(got: Float32Array, expected: Float32Array, gap: number): void {
  for (const [i, place] of topFive(got).entries()) {
    const should = topFive(expected)[i] ?? -1;
    const apart = Math.abs((expected[place] ?? Number.NaN) - (expected[should] ?? Number.NaN));
    expect(apart, `rank ${i} is class ${place}, PyTorch has class ${should}`).toBeLessThanOrEqual(gap);
  }
}
