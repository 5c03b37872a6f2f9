/** Race after race, on what this machine has. All races' logits are held to those of the first contestant of all. */

import { Unavailable } from '../errors.mjs';
import { usualRounds } from '../options.mjs';
import { agree } from '../report/bounds.mjs';
import { compare } from '../report/statistics.mjs';
import { race } from './rounds.mjs';

/** @import { Contestant, Options, Race, RaceResult, Skipped, Timing } from '../types.ts' */

/**
 * One race after another. What this machine cannot hold is skipped, unless it was asked for.
 *
 * @param {readonly Race[]} asked
 * @param {readonly Contestant[]} ready
 * @param {string} work
 * @param {Options} options
 * @param {(text: string) => void} onProgress
 */
export async function raceAll(asked, ready, work, options, onProgress) {
  /** @type {RaceResult[]} */
  const results = [];
  /** @type {Skipped[]} */
  const skipped = [];
  /** @type {Float32Array | undefined} */
  let reference;
  for (const each of asked) {
    const entered = ready.filter(contestant => contestant.races.includes(each.name));
    if (entered.length === 0) continue;
    try {
      const raced = await hold(each, entered, work, options, reference, onProgress);
      reference = raced.reference;
      results.push(raced.result);
      skipped.push(...raced.failures.map(why => ({ what: each.name, why })));
    } catch (error) {
      if (!(error instanceof Unavailable) || options.race) throw error;
      skipped.push({ what: each.name, why: error.message });
    }
  }
  return { results, skipped };
}

/**
 * @param {Race} given
 * @param {readonly Contestant[]} entered
 * @param {string} work
 * @param {Options} options
 * @param {Float32Array | undefined} reference
 * @param {(text: string) => void} onProgress
 */
async function hold(given, entered, work, options, reference, onProgress) {
  const { name, title } = given;
  onProgress(`${name}: opening`);
  const arena = await given.open(options, work);
  try {
    const { engine, adapter } = arena;
    const rounds = options.runs ?? usualRounds[adapter?.kind === 'software' ? 'slow' : 'quick'];
    const raced = await race(arena, entered, {
      work,
      rounds,
      reference,
      onProgress: text => onProgress(`${name}: ${text}`),
    });
    const ratios = ratiosOf(entered, raced.timings);
    const { timings, failures } = raced;
    /** @type {RaceResult} */
    const result = { name, title, engine, ...(adapter && { adapter }), timings, ratios };
    return { result, failures, reference: raced.reference };
  } finally {
    await arena.close();
  }
}

/**
 * Each of Netwright's targets against each peer. None where they disagree on the answer: a wrong one may be as fast
 * as it likes.
 *
 * @param {readonly Contestant[]} chosen
 * @param {readonly Timing[]} timings
 */
function ratiosOf(chosen, timings) {
  if (!agree(timings)) return [];
  const isOurs = new Set(chosen.filter(({ target }) => target !== undefined).map(({ name }) => name));
  const [ours, peers] = [true, false].map(side => timings.filter(({ name }) => isOurs.has(name) === side));
  return (ours ?? []).flatMap(one => (peers ?? []).map(other => compare(one, other)));
}
