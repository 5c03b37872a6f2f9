/**
 * Times of networks on a machine that others use too. They are taken in turns, so that it is as busy for one as for
 * another; and since whatever else runs only ever takes time, it is the faster rounds that tell.
 */

import type { Trial } from './trial.ts';

/** How one network did beside the first. */
export interface Times {
  /** Milliseconds that the first took for all layers of a contraction, by its key. */
  readonly milliseconds: ReadonlyMap<string, number>;
  /** What each network took of that, the first left out. */
  readonly shares: ReadonlyMap<string, readonly number[]>;
  /** The same of whole networks. */
  readonly network: { readonly milliseconds: number; readonly shares: readonly number[] };
}

/** How many runs there are, and how many of them follow one another. */
export interface Rounds {
  readonly rounds: number;
  readonly runs: number;
}

/** Runs are in rounds of three: each of a network's rounds stands beside one of every other's. */
export const roundsOf = (runs: number): Rounds => ({ rounds: Math.ceil(runs / 3), runs: Math.min(runs, 3) });

/** Runs that engines get to compile all kernels well, and the milliseconds after which they have seen enough. */
const warmUp = { most: 30, least: 2, milliseconds: 400 };

/** Lets the engine compile a network's kernels as well as it can. */
export async function warm({ model }: Trial): Promise<void> {
  const start = performance.now();
  for (let run = 0; run < warmUp.most; run += warmUp.least) {
    // One more comes before them.
    await model.profile({ runs: warmUp.least - 1 });
    if (performance.now() - start > warmUp.milliseconds) return;
  }
}

/**
 * Measures networks in turns.
 *
 * @param trials - the first is what the others are compared with
 * @param onRound - called after each round of each
 */
export async function measureInTurns(
  trials: readonly Trial[],
  { rounds, runs }: Rounds,
  onRound: () => void,
): Promise<Times> {
  // By contraction, by network: of each round.
  const byKey = new Map<string, number[][]>();
  const whole: number[][] = trials.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { model, keys }] of trials.entries()) {
      const layers = await model.profile({ runs });
      const ofKey = new Map<string, number>();
      for (const [at, { milliseconds }] of layers.entries()) {
        const key = keys[at];
        if (key !== undefined) ofKey.set(key, (ofKey.get(key) ?? 0) + milliseconds);
      }
      for (const [key, milliseconds] of ofKey) {
        const times = byKey.get(key) ?? trials.map(() => []);
        times[i]?.push(milliseconds);
        byKey.set(key, times);
      }
      whole[i]?.push(layers.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
      onRound();
    }
  }
  return {
    milliseconds: new Map([...byKey].map(([key, [first = []]]) => [key, timeOf(first)])),
    shares: new Map([...byKey].map(([key, times]) => [key, sharesOf(times)])),
    network: { milliseconds: timeOf(whole[0] ?? []), shares: sharesOf(whole) },
  };
}

/** What others take of the first. */
const sharesOf = ([first = [], ...others]: readonly (readonly number[])[]): readonly number[] =>
  others.map(times => timeOf(times) / timeOf(first));

/** The lower quartile of some rounds, each of which is the median of its runs already. */
const timeOf = (rounds: readonly number[]): number =>
  rounds.toSorted((a, b) => a - b)[Math.floor((rounds.length - 1) / 4)] ?? Number.NaN;
