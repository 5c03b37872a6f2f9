/** Race after race, on what this machine has. All races' logits are held to those of the first contestant of all. */

import { Unavailable } from '../errors.mjs';
import { isThreaded, lanesOf } from '../lanes.mjs';
import { usualRounds } from '../options.mjs';
import { agree } from '../report/bounds.mjs';
import { compare } from '../report/statistics.mjs';
import { race } from './rounds.mjs';

/** @import { Contestant, Lane, Options, Race, RaceName, RaceResult, Skipped, Timing } from '../types.ts' */

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
    const lanes = lanesOf(each.name, ready, options.threads);
    if (lanes.length === 0) continue;
    try {
      const raced = await hold(each, lanes, work, options, reference, onProgress);
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
 * @param {readonly Lane[]} lanes
 * @param {string} work
 * @param {Options} options
 * @param {Float32Array | undefined} reference
 * @param {(text: string) => void} onProgress
 */
async function hold(given, lanes, work, options, reference, onProgress) {
  const { name, title } = given;
  onProgress(`${name}: opening`);
  const arena = await given.open(options, work);
  try {
    const { engine, adapter, home } = arena;
    const rounds = options.runs ?? usualRounds[adapter?.kind === 'software' ? 'slow' : 'quick'];
    const raced = await race(arena, lanes, {
      work,
      rounds,
      reference,
      onProgress: text => onProgress(`${name}: ${text}`),
    });
    const ratios = ratiosOf(name, lanes, raced.timings);
    const { timings, failures } = raced;
    /** @type {RaceResult} */
    const result = { name, title, engine, ...(adapter && { adapter }), home, timings, ratios };
    return { result, failures, reference: raced.reference };
  } finally {
    await arena.close();
  }
}

/**
 * Each of Netwright's targets against each peer, on as many threads, or on the one that the peer can have. None where
 * they disagree on the answer: a wrong one may be as fast as it likes.
 *
 * @param {RaceName} race
 * @param {readonly Lane[]} lanes
 * @param {readonly Timing[]} timings
 */
function ratiosOf(race, lanes, timings) {
  if (!agree(timings)) return [];
  const contestants = new Map(lanes.map(({ contestant }) => [contestant.name, contestant]));
  /** @param {Timing} timing */
  const isOurs = ({ name }) => contestants.get(name)?.target !== undefined;
  /** @param {Timing} one @param {Timing} other */
  const areAlike = (one, other) => {
    const contestant = contestants.get(other.name);
    return one.threads === other.threads || (contestant !== undefined && !isThreaded(contestant, race));
  };
  const peers = timings.filter(timing => !isOurs(timing));
  return timings
    .filter(isOurs)
    .flatMap(one => peers.filter(other => areAlike(one, other)).map(other => compare(one, other)));
}
