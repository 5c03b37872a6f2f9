/** Order statistics, and how contestants compare. */

/** @import { Ratio, Sample, Timing } from '../types.ts' */

/**
 * A quantile, between neighbours in proportion.
 *
 * @param {readonly number[]} values
 * @param {number} share - 0 to 1
 */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low = Number.NaN, high = low] = sorted.slice(Math.floor(at), Math.floor(at) + 2);
  return low + (high - low) * (at % 1);
}

/** @param {readonly number[]} values */
export const median = values => quantile(values, 0.5);

/** @param {Timing} timing @returns {readonly Sample[]} */
export const samplesOf = ({ turns }) => turns.flatMap(({ samples }) => samples);

/** @param {readonly Sample[]} samples */
export const walls = samples => samples.map(({ wall }) => wall);

/** @param {readonly Sample[]} samples */
export const cpus = samples => samples.map(({ cpu }) => cpu);

/**
 * How many times as fast one is as another.
 *
 * @param {Timing} one
 * @param {Timing} other
 * @returns {Ratio}
 */
export function compare(one, other) {
  const rounds = one.turns.map(({ samples }, round) => {
    const against = other.turns[round]?.samples ?? [];
    return median(walls(against)) / median(walls(samples));
  });
  return {
    name: one.name,
    threads: one.threads,
    other: other.name,
    otherThreads: other.threads,
    median: median(rounds),
    quartiles: [quantile(rounds, 0.25), quantile(rounds, 0.75)],
    fastest: Math.min(...walls(samplesOf(other))) / Math.min(...walls(samplesOf(one))),
    cpu: median(cpus(samplesOf(other))) / median(cpus(samplesOf(one))),
  };
}

/**
 * Largest difference over largest magnitude. A number that is missing or none makes it not a number.
 *
 * @param {Float32Array} got
 * @param {Float32Array} expected
 */
export function deviate(got, expected) {
  if (got.length !== expected.length) return Number.NaN;
  let largest = 0;
  let difference = 0;
  for (const [i, value] of expected.entries()) {
    largest = Math.max(largest, Math.abs(value));
    difference = Math.max(difference, Math.abs((got[i] ?? Number.NaN) - value));
  }
  return difference / largest;
}
