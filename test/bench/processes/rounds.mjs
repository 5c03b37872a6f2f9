/**
 * The race: everyone loaded and alive at once, taking turns. Noise that lasts longer than a round then hits all of
 * them alike. Every other round goes backwards.
 */

import { reason } from '../errors.mjs';
import { nameOf } from '../lanes.mjs';
import { watchOthers } from '../measure/machine.mjs';
import { deviate } from '../report/statistics.mjs';

/** @import { Arena, Entrant, Lane, Loaded, Memory, Sample, Timing, Turn, Turns } from '../types.ts' */
/**
 * @typedef {object} Entry
 * @property {Entrant} entrant
 * @property {Loaded} loaded
 * @property {Sample} first
 * @property {Float32Array} logits
 * @property {Turn[]} turns
 * @property {Memory | undefined} memory
 */

/** A turn: one second of runs, if they are shorter than that. @type {Turns} */
const turns = { slice: 1000, most: 20 };

/**
 * @param {Arena} arena
 * @param {readonly Lane[]} lanes
 * @param {object} given
 * @param {string} given.work
 * @param {number} given.rounds
 * @param {Float32Array | undefined} given.reference - the logits to expect; the first contestant's, where there are none yet
 * @param {(text: string) => void} given.onProgress
 * @returns {Promise<{ timings: readonly Timing[], failures: readonly string[], reference: Float32Array | undefined }>}
 */
export async function race(arena, lanes, { work, rounds, reference, onProgress }) {
  /** @type {Entrant[]} */
  const entrants = [];
  /** @type {Map<Lane, Entry>} */
  const entries = new Map();
  /** Why those who are out are out. @type {string[]} */
  const failures = [];

  /**
   * A library that fails on some machine, or on some network, is no reason to lose what all others took minutes for:
   * it is out, and the report says why. Our own package's failure is ours to mend.
   *
   * @param {Lane} lane
   * @param {() => Promise<void>} what
   */
  const attempt = async (lane, what) => {
    try {
      await what();
    } catch (error) {
      if (lane.contestant.peer === undefined) throw error;
      entries.delete(lane);
      failures.push(reason(error));
    }
  };

  try {
    for (const lane of lanes) {
      onProgress(`${nameOf(lane)}: loading, first run`);
      await attempt(lane, async () => {
        const entrant = arena.enter(lane, work);
        entrants.push(entrant);
        entries.set(lane, await enter(entrant));
      });
    }
    for (let round = 0; round <= rounds; round++) {
      const order = [...entries];
      for (const [lane, entry] of round % 2 === 0 ? order : order.toReversed()) {
        onProgress(`${nameOf(lane)}: ${round === 0 ? 'warm-up' : `round ${round} of ${rounds}`}`);
        await attempt(lane, async () => {
          const turn = await takeTurn(entry);
          if (round > 0) entry.turns.push(turn);
        });
      }
    }
    const finished = [...entries.values()];
    const expected = reference ?? finished[0]?.logits;
    return { timings: finished.map(entry => timingOf(entry, expected)), failures, reference: expected };
  } finally {
    for (const entrant of entrants) await entrant.close();
  }
}

/**
 * @param {Entrant} entrant
 * @returns {Promise<Entry>}
 */
async function enter(entrant) {
  const loaded = await entrant.load();
  const { samples, logits, memory } = await entrant.run({ slice: 0, most: 1 });
  const [first = { wall: Number.NaN, cpu: Number.NaN }] = samples;
  return { entrant, loaded, first, logits, turns: [], memory };
}

/**
 * @param {Entry} entry
 * @returns {Promise<Turn>}
 */
async function takeTurn(entry) {
  const others = watchOthers();
  const { samples, logits, memory } = await entry.entrant.run(turns);
  entry.memory = memory;
  entry.logits = logits;
  return { samples, others: others(samples.reduce((sum, { cpu }) => sum + cpu, 0)) };
}

/**
 * @param {Entry} entry
 * @param {Float32Array} reference
 * @returns {Timing}
 */
function timingOf({ entrant, loaded, first, logits, turns, memory }, reference = new Float32Array()) {
  const { contestant, threads } = entrant.lane;
  const { version, milliseconds } = loaded;
  return {
    name: contestant.name,
    isNative: contestant.isNative ?? false,
    version,
    threads,
    load: milliseconds,
    first,
    turns,
    ...(memory && { memory }),
    deviation: deviate(logits, reference),
  };
}
