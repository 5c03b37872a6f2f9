/**
 * The conformance suite: the same table of small networks for every target.
 *
 * A value passes if it is within `tolerance` of the largest magnitude of the whole expected output: 1e-5 for float32,
 * whatever the order of sums.
 */

import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { packToBytes } from '../../compiler/package/pack.ts';
import type { Algorithm } from '../../compiler/plan/kernel.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { PackageFile, Target } from '../../targets/target.ts';
import { type AlgorithmCase, choosing } from './table/algorithms.ts';
import { type Case, configuredFrom, parameterIn } from './table/case.ts';

/** A package of a target, ready to run. */
export interface Job {
  readonly name: string;
  readonly plan: Plan;
  readonly files: readonly PackageFile[];
  /** A whole `weights.bin`. */
  readonly weights: Uint8Array;
  readonly input: Float32Array;
}

/** Runs a package once on an input: in Node, in a browser, as a library, as the target needs. */
export type Runner = (job: Job) => Promise<Float32Array>;

/** Options of the suite. */
export interface ConformanceOptions {
  /** How far from the expected value, in terms of the largest magnitude. */
  readonly tolerance?: number;
}

/** Tests a target on a table. */
export function describeConformance(
  title: string,
  target: Target,
  cases: readonly Case[],
  run: Runner,
  options?: ConformanceOptions,
): void {
  describe(title, () => {
    test.each(cases)('$name', async row => {
      await checkCase(row, target, run, options);
    });
  });
}

/** Tests algorithms and tiles that a target has, whether it would choose them for such small networks or not. */
export function describeAlgorithms(
  title: string,
  target: Target,
  cases: readonly AlgorithmCase[],
  run: Runner,
  options?: ConformanceOptions,
): void {
  describe(title, () => {
    test.each(cases)('$name', async row => {
      const { kernels } = await checkCase(row, choosing(target, row.algorithms), run, options);
      const used = kernels.flatMap(kernel => (kernel.kind === 'contract' ? [kernel.algorithm] : []));
      expect(new Set(used.map(print)), 'all algorithms are used').toEqual(new Set(row.algorithms.map(print)));
    });
  });
}

const print = (algorithm: Algorithm): string => JSON.stringify(algorithm);

/** Compiles, packs and runs a case, and compares. */
async function checkCase(
  row: Case,
  target: Target,
  run: Runner,
  { tolerance = 1e-5 }: ConformanceOptions = {},
): Promise<Plan> {
  const { plan } = compile(configuredFrom(row), target);
  if (row.situation) expect(row.situation(plan), 'the plan has the situation').toBe(true);
  const weights = await packToBytes(plan, { origin: 'synthetic', read: name => parameterIn(row, name) });
  const files = await target.files(plan);
  const result = await run({ name: row.name, plan, files, weights, input: row.input });
  expectClose(result, await row.expected(), tolerance);
  return plan;
}

/** Fails where a value is further from the expected one than allowed, and says where. */
export function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(got.length, 'number of values').toBe(expected.length);
  const { error, place } = worstOf(got, expected);
  const largest = largestOf(expected);
  if (error <= tolerance * largest) return;
  expect.fail(
    `value ${place} is ${got[place]}, expected ${expected[place]}: off by ${error}, the largest magnitude is ${largest}`,
  );
}

/** The largest deviation and where it is. A value that is no number is as wrong as can be. */
export function worstOf(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
): { readonly error: number; readonly place: number } {
  let error = 0;
  let place = -1;
  for (let i = 0; i < expected.length; i++) {
    const distance = Math.abs((got[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    if (distance <= error) continue;
    error = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
    place = i;
  }
  return { error, place };
}

/** The largest magnitude. */
export function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i] ?? 0));
  return largest;
}
