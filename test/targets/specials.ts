/** Numbers that are none, infinite, or 0 below 0: they come out where the interpreter, and so PyTorch, has them. */

import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import type { Target } from '../../compiler/target.ts';
import { type ConformanceOptions, jobOf, prepareAll, type Runner } from './conformance.ts';
import { configuredFrom } from './table/case.ts';
import type { SpecialCase } from './table/specials.ts';

/** Tests a target on rows of `table/specials.ts`. */
export function describeSpecials(
  title: string,
  target: Target,
  cases: readonly SpecialCase[],
  run: Runner,
  options: ConformanceOptions = {},
): void {
  describe(title, () => {
    prepareAll(cases, () => target, options);
    test.each(cases)('$name', async row => {
      if (row.situation) expect(row.situation(compile(configuredFrom(row), target).plan)).toBe(true);
      expectAlike(await run(await jobOf(row, target)), await row.expected(), row, options.tolerance);
    });
  });
}

/** Fails where one is NaN or infinite and the other is not the same, or numbers are further apart than allowed. */
export function expectAlike(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  { name }: Pick<SpecialCase, 'name'> = { name: '' },
  tolerance = 1e-5,
): void {
  expect(got.length, 'number of values').toBe(expected.length);
  const wrong = Array.from(expected).flatMap((value, i) => {
    const own = got[i] ?? Number.NaN;
    const isAlike = Number.isFinite(value)
      ? Math.abs(own - value) <= tolerance * Math.max(1, Math.abs(value))
      : Object.is(own, value);
    return isAlike ? [] : [`value ${i} is ${own}, expected ${value}`];
  });
  expect(wrong.slice(0, 5), name).toEqual([]);
}
