/**
 * `--tune`: measures tiles in the networks that they are for. A network is compiled once for each rank: with the first
 * candidate of every contraction, which is what is chosen now, with the second, and so on; their profiles, taken in
 * turns, tell which candidate of each contraction is the fastest, with its neighbours around it and its data where it
 * will be. The fastest go into the table that the target reads; where that is what is chosen now, nothing changes.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { configureSpec } from '../../../dist/compiler/driver/cli/specs.js';
import { cuda } from '../../../dist/targets/cuda/target.js';
import { BenchError } from '../errors.mjs';
import { progress } from '../report/progress.mjs';
import { median } from '../report/statistics.mjs';
import { digits, table } from '../report/table.mjs';
import { builders } from './build.mjs';
import { Candidates } from './candidates.mjs';
import { inParallel } from './execute.mjs';
import { filesOf } from './files.mjs';
import { runsFor } from './rounds.mjs';
import { Builder, loadEqual } from './tried.mjs';

/** @import { Algorithm } from '../../../dist/compiler/plan/kernel.js' */
/** @import { Package } from './packages.mjs' */
/** @import { Tried } from './tried.mjs' */
/** @import { CudaOptions, Device, Precision } from './types.ts' */

/** A candidate must take less than this share of what is chosen now: below it, two runs of one differ as much. */
const margin = 0.98;

/** How many candidates are on the device at once. */
const atOnce = 8;

/**
 * @param {string} work
 * @param {CudaOptions} options
 * @param {Device} device
 */
export async function tune(work, options, device) {
  const isListed = device.capability === '9.0' || device.capability === '8.0';
  if (!isListed) {
    throw new BenchError(
      `--tune: the table is for sm_90 and sm_80, and ${device.name} has compute capability ${device.capability}\n  fix: tune on an H100, H200 or A100`,
    );
  }
  const path = options.out ?? filesOf.table;
  /** @type {Record<string, Algorithm>} */
  const entries = JSON.parse(await readFile(path, 'utf8').catch(() => '{}'));
  for (const precision of options.precisions) {
    for (const batch of options.batches) {
      const { found, report } = await tuneOne(work, options, device, precision, batch);
      for (const [key, algorithm] of found) entries[key] = algorithm;
      progress('');
      process.stdout.write(`${report}\n\n`);
      // After each, so that what was measured is not lost where the next fails.
      const inOrder = Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1));
      await writeFile(path, `${JSON.stringify(Object.fromEntries(inOrder), null, 2)}\n`);
    }
  }
  process.stdout.write(
    `${path}: ${Object.keys(entries).length} entries; npm run build makes the target read them\n`,
  );
}

/**
 * @param {string} work
 * @param {CudaOptions} options
 * @param {Device} device
 * @param {Precision} precision
 * @param {number} batch
 */
async function tuneOne(work, options, { name, architecture }, precision, batch) {
  const { spec, settings, candidates: most, rounds, slice } = options;
  const title = `${precision}, batch ${batch}`;
  const chosen = { precision, architecture };
  const configured = await configureSpec(spec, { ...settings, batch: String(batch) });
  const candidates = new Candidates(cuda.choose?.(chosen) ?? cuda, chosen, most);
  const builder = new Builder(work, `${precision}-${batch}`, candidates, configured, chosen);
  progress(`${title}: building what is chosen now`);
  const first = await builder.build('now', () => undefined);
  try {
    await first.one.load();
    const expected = await first.one.logits();
    const runs = await runsFor(first.one, 'warm', slice);
    const ranks = Math.max(...[...candidates.byKey.values()].map(({ length }) => length));
    /** @type {Map<string, { now: number, share: number, rank: number }>} */
    const best = new Map();
    for (let from = 1; from < ranks; from += atOnce) {
      const numbers = Array.from({ length: Math.min(atOnce, ranks - from) }, (_, i) => from + i);
      progress(`${title}: building candidates ${from + 1} to ${from + numbers.length} of ${ranks}`);
      const others = await inParallel(numbers, builders, rank =>
        builder.build(`${rank}`, key => candidates.byKey.get(key)?.[rank]),
      );
      try {
        for (const { one } of others) await loadEqual(one, expected);
        progress(`${title}: measuring candidates ${from + 1} to ${from + numbers.length} of ${ranks}`);
        const times = await profileInTurns([first, ...others], rounds, runs);
        for (const [key, [now = Number.NaN, ...rest]] of times) {
          const before = best.get(key) ?? { now, share: 1, rank: 0 };
          const tried = rest
            .map((time, i) => ({ now, share: time / now, rank: from + i }))
            .filter(({ rank }) => rank < (candidates.byKey.get(key)?.length ?? 0));
          best.set(
            key,
            [before, ...tried].reduce((a, b) => (b.share < a.share ? b : a)),
          );
        }
      } finally {
        for (const each of others) await each.remove();
      }
    }
    /** @type {Map<string, Algorithm>} */
    const found = new Map();
    for (const [key, { share, rank }] of best) {
      const algorithm = candidates.byKey.get(key)?.[rank];
      if (share < margin && algorithm) found.set(key, algorithm);
    }
    progress(`${title}: building what was found`);
    const last = await builder.build('found', key => found.get(key));
    try {
      await loadEqual(last.one, expected);
      const [before, after] = await timeInTurns(first.one, last.one, rounds, runs);
      const rows = [...best].map(([key, { now, share, rank }]) => [
        key,
        digits(now),
        ...(found.has(key) ? [digits(now * share), `${rank + 1}`] : [digits(now), '1']),
        `${candidates.byKey.get(key)?.length}`,
      ]);
      const report = [
        table([`${title} on ${name}: us`, 'now', 'fastest', 'candidate', 'of'], rows),
        '  of all layers of a shape; candidate 1 is what is chosen now, the others are in the order of the model',
        `  the whole network, warm: ${digits(before)} ms as it is now, ${digits(after)} ms with ${found.size} tiles as found: ${digits(before / after)} times as fast`,
      ].join('\n');
      return { found, report };
    } finally {
      await last.remove();
    }
  } finally {
    await first.remove();
  }
}

/**
 * Medians of rounds: microseconds of all layers of each contraction, by package.
 *
 * @param {readonly Tried[]} packages
 * @param {number} rounds
 * @param {number} runs - in each
 */
async function profileInTurns(packages, rounds, runs) {
  /** @type {Map<string, number[][]>} */
  const times = new Map();
  for (let round = 0; round < rounds; round++) {
    for (const [i, { one, keys }] of packages.entries()) {
      for (const [key, time] of await timesOf(one, keys, runs)) {
        const ofKey = times.get(key) ?? Array.from(packages, () => []);
        ofKey[i]?.push(time);
        times.set(key, ofKey);
      }
    }
  }
  return new Map([...times].map(([key, ofPackages]) => [key, ofPackages.map(median)]));
}

/**
 * Milliseconds of the whole networks.
 *
 * @param {Package} one
 * @param {Package} other
 * @param {number} rounds
 * @param {number} runs - in each
 * @returns {Promise<readonly [number, number]>}
 */
async function timeInTurns(one, other, rounds, runs) {
  /** @type {[number[], number[]]} */
  const times = [[], []];
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [i, each] of [one, other].entries()) {
      const time = median(await each.time('warm', runs));
      if (round > 0) times[i]?.push(time);
    }
  }
  return [median(times[0]), median(times[1])];
}

/**
 * Microseconds of all layers of each key.
 *
 * @param {Package} one
 * @param {readonly (string | undefined)[]} keys
 * @param {number} runs
 */
async function timesOf(one, keys, runs) {
  /** @type {Map<string, number>} */
  const times = new Map();
  for (const [i, { microseconds }] of (await one.profile(runs)).entries()) {
    const key = keys[i];
    if (key !== undefined) times.set(key, (times.get(key) ?? 0) + microseconds);
  }
  return times;
}
