/**
 * The race: every contestant in a process of its own, all alive at once, taking turns. Noise that lasts longer than a
 * round then hits all of them alike. Every other round goes backwards.
 */

import { watchOthers } from '../measure/machine.mjs';
import { Handle } from './handle.mjs';

/** @import { Contestant, Loaded, Memory, Sample, Timing, Turn } from '../types.ts' */
/**
 * @typedef {object} Entry
 * @property {Handle} handle
 * @property {Loaded} loaded
 * @property {Sample} first
 * @property {Float32Array} logits
 * @property {Turn[]} turns
 * @property {Memory} memory
 */

/** A turn's milliseconds, and its runs at most. */
const slice = 1000;
const most = 20;

/**
 * @param {readonly Contestant[]} contestants
 * @param {string} work
 * @param {number} rounds
 * @param {(text: string) => void} onProgress
 * @returns {Promise<readonly Timing[]>}
 */
export async function race(contestants, work, rounds, onProgress) {
  /** @type {Handle[]} */
  const handles = [];
  try {
    /** @type {Entry[]} */
    const entries = [];
    for (const contestant of contestants) {
      onProgress(`${contestant.name}: loading, first run`);
      const handle = new Handle(contestant, work);
      handles.push(handle);
      entries.push(await enter(handle));
    }
    for (let round = 0; round <= rounds; round++) {
      const order = round % 2 === 0 ? entries : entries.toReversed();
      for (const entry of order) {
        onProgress(
          `${entry.handle.contestant.name}: ${round === 0 ? 'warm-up' : `round ${round} of ${rounds}`}`,
        );
        const turn = await takeTurn(entry);
        if (round > 0) entry.turns.push(turn);
      }
    }
    const [reference] = entries;
    return entries.map(entry => timingOf(entry, reference?.logits ?? new Float32Array()));
  } finally {
    for (const handle of handles) handle.close();
  }
}

/**
 * @param {Handle} handle
 * @returns {Promise<Entry>}
 */
async function enter(handle) {
  const loaded = await handle.load();
  const { samples, logits, memory } = await handle.run(0, 1);
  const [first = { wall: Number.NaN, cpu: Number.NaN }] = samples;
  return { handle, loaded, first, logits, turns: [], memory };
}

/**
 * @param {Entry} entry
 * @returns {Promise<Turn>}
 */
async function takeTurn(entry) {
  const others = watchOthers();
  const { samples, logits, memory } = await entry.handle.run(slice, most);
  entry.memory = memory;
  entry.logits = logits;
  return { samples, others: others(samples.reduce((sum, { cpu }) => sum + cpu, 0)) };
}

/**
 * @param {Entry} entry
 * @param {Float32Array} reference
 * @returns {Timing}
 */
function timingOf({ handle, loaded, first, logits, turns, memory }, reference) {
  const { version, threads, milliseconds } = loaded;
  const { name } = handle.contestant;
  return {
    name,
    version,
    threads,
    load: milliseconds,
    first,
    turns,
    memory,
    deviation: deviate(logits, reference),
  };
}

/**
 * Largest difference over largest magnitude. A number that is missing or none makes it not a number.
 *
 * @param {Float32Array} got
 * @param {Float32Array} expected
 */
function deviate(got, expected) {
  if (got.length !== expected.length) return Number.NaN;
  let largest = 0;
  let difference = 0;
  for (const [i, value] of expected.entries()) {
    largest = Math.max(largest, Math.abs(value));
    difference = Math.max(difference, Math.abs((got[i] ?? Number.NaN) - value));
  }
  return difference / largest;
}
