/** Who runs on how many threads. */

/** @import { Contestant, Lane, RaceName } from './types.ts' */

/**
 * A lane for each number of threads that was asked for; one lane, of one thread, for those who cannot have more.
 *
 * @param {RaceName} race
 * @param {readonly Contestant[]} contestants
 * @param {readonly number[]} threads
 * @returns {readonly Lane[]}
 */
export const lanesOf = (race, contestants, threads) =>
  contestants
    .filter(({ races }) => races.includes(race))
    .flatMap(contestant =>
      (isThreaded(contestant, race) ? threads : [1]).map(count => ({ contestant, threads: count })),
    );

/**
 * @param {Contestant} contestant
 * @param {RaceName} race
 */
export const isThreaded = ({ threaded }, race) => threaded?.includes(race) ?? false;

/** @param {Lane} lane */
export const nameOf = ({ contestant: { name }, threads }) =>
  threads === 1 ? name : `${name} on ${threads} threads`;
