/**
 * The race: everyone loaded at once, taking turns, so that what lasts longer than a round hits all alike. Every other
 * round goes backwards.
 */

import { median, quantile } from '../report/statistics.mjs';

/** @import { Entrant, Mode, Ratio, Timing } from './types.ts' */

export const modes = /** @type {const} @satisfies {readonly Mode[]} */ (['warm', 'cold', 'host']);

/** Runs of a turn, at least and at most. */
const [fewest, most] = [3, 1000];

/**
 * @param {readonly Entrant[]} entrants
 * @param {{ rounds: number, slice: number }} options
 * @param {(text: string) => void} onProgress
 */
export async function takeTurns(entrants, { rounds, slice }, onProgress) {
  /** @type {Map<Entrant, { runs: Record<Mode, number>, rounds: Record<Mode, (readonly number[])[]> }>} */
  const entries = new Map();
  for (const entrant of entrants) {
    onProgress(`${entrant.name}: warm-up`);
    const runs = { warm: 1, cold: 1, host: 1 };
    for (const mode of modes) runs[mode] = await runsFor(entrant, mode, slice);
    entries.set(entrant, { runs, rounds: { warm: [], cold: [], host: [] } });
  }
  for (let round = 1; round <= rounds; round++) {
    const order = [...entries];
    for (const [entrant, entry] of round % 2 === 1 ? order : order.toReversed()) {
      onProgress(`${entrant.name}: round ${round} of ${rounds}`);
      for (const mode of modes) entry.rounds[mode].push(await entrant.time(mode, entry.runs[mode]));
    }
  }
  return entries;
}

/**
 * How many runs fill a slice, after one turn that is not counted.
 *
 * @param {Entrant} entrant
 * @param {Mode} mode
 * @param {number} slice
 */
export async function runsFor(entrant, mode, slice) {
  const time = median(await entrant.time(mode, fewest));
  return Math.min(most, Math.max(fewest, Math.ceil(slice / time)));
}

/**
 * Of every mode, ours against a peer.
 *
 * @param {Pick<Timing, 'name' | 'rounds'>} ours
 * @param {Pick<Timing, 'name' | 'rounds'>} peer
 * @returns {readonly Ratio[]}
 */
export const compare = (ours, peer) =>
  modes.map(mode => {
    const ratios = ours.rounds[mode].map(
      (times, round) => median(peer.rounds[mode][round] ?? []) / median(times),
    );
    return {
      name: ours.name,
      other: peer.name,
      mode,
      median: median(ratios),
      quartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
    };
  });
