/**
 * The conformance suite: the same table of small networks for every target.
 *
 * A value passes if it is within `tolerance` of the largest magnitude of the whole expected output: 1e-5 for float32,
 * whatever the order of sums.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { packToBytes } from '../../compiler/driver/package/pack.ts';
import type { Schedule } from '../../compiler/plan/implementation.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { PackageFile, Target } from '../../compiler/target.ts';
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
  /** Is given all packages before the first is run: where they are built, and together in less time than one by one. */
  readonly prepare?: (jobs: readonly Job[]) => Promise<void>;
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
    prepareAll(cases, () => target, options);
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
    prepareAll(cases, row => choosing(target, row.algorithms), options);
    test.each(cases)('$name', async row => {
      const { kernels } = await checkCase(row, choosing(target, row.algorithms), run, options);
      const used = kernels.flatMap(kernel => (kernel.kind === 'contract' ? [kernel.schedule] : []));
      expect(new Set(used.map(print)), 'all algorithms are used').toEqual(new Set(row.algorithms.map(print)));
    });
  });
}

const print = (algorithm: Schedule): string => JSON.stringify(algorithm);

/** Milliseconds that packages of a table may take to build. */
const patience = 300_000;

/** Gives all packages of a table to who prepares them. One that is not to be had fails in its own test. */
export function prepareAll<C extends Case>(
  cases: readonly C[],
  targetOf: (row: C) => Target,
  { prepare }: ConformanceOptions = {},
): void {
  if (!prepare) return;
  beforeAll(async () => {
    const jobs = await Promise.all(cases.map(row => jobOf(row, targetOf(row)).catch(() => [])));
    await prepare(jobs.flat());
  }, patience);
}

/** Compiles and packs a case. */
export async function jobOf(row: Case, target: Target): Promise<Job> {
  const { plan } = compile(configuredFrom(row), target);
  const weights = await packToBytes(plan, { origin: 'synthetic', read: name => parameterIn(row, name) });
  const files = await target.files(plan);
  return { name: row.name, plan, files, weights, input: row.input };
}

/** Runs a case, and compares. */
async function checkCase(
  row: Case,
  target: Target,
  run: Runner,
  { tolerance = 1e-5 }: ConformanceOptions = {},
): Promise<Plan> {
  const job = await jobOf(row, target);
  const { plan } = job;
  if (row.situation) expect(row.situation(plan), 'the plan has the situation').toBe(true);
  expectClose(await run(job), await row.expected(), tolerance);
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
    // The same infinity is no distance away.
    if (Object.is(got[i], expected[i])) continue;
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
