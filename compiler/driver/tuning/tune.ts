/**
 * Measures what a network's contractions can be computed by, in the network itself: with its neighbours around it, its
 * data where it will be, and its weights as cold as they are in a run. The network is compiled once for each rank: with
 * the second candidate of every contraction, with the third, and so on. Whatever is the fastest then has to prove itself
 * beside the model's choice once more, for the fastest of many is the luckiest too.
 */

import { invariant } from '../../errors.ts';
import type { Schedule } from '../../plan/implementation.ts';
import type { Contest } from './candidates.ts';
import { measureInTurns, type Rounds, type Times, warm } from './measure.ts';
import { checkAgreement, type Trial, type Trials } from './trial.ts';

/** A candidate must take less than this share of what the model's choice takes: below it, two runs of one differ as much. */
const margin = 0.97;

/** What all networks that are loaded at once may take of memory. */
const memory = 2 ** 31;

/** A candidate, and what it takes of what the model's choice takes. */
export interface Tried {
  readonly schedule: Schedule;
  readonly share: number;
}

/** How a contest ended. */
export interface Verdict extends Contest {
  /** All candidates but the model's choice, in turn. */
  readonly tried: readonly Tried[];
  /** Of all its layers, by the model's choice. */
  readonly milliseconds: number;
  readonly fastest: Schedule;
  /** What the fastest takes of that, the more of two measurements: 1 where it is the model's choice. */
  readonly share: number;
}

/** What a network gains. */
export interface Outcome {
  readonly verdicts: readonly Verdict[];
  /** Milliseconds of a run, by the model's choices and by the fastest. */
  readonly before: number;
  readonly after: number;
}

/** Opens the network with schedules picked, ready to be timed. */
type Open = (pick: (key: string) => Schedule | undefined) => Promise<Trial>;

/**
 * Finds the fastest schedules.
 *
 * @param onProgress - called with the share that is done, 0 to 1
 */
export async function tune(
  trials: Trials,
  contests: readonly Contest[],
  rounds: Rounds,
  onProgress: (share: number) => void,
): Promise<Outcome> {
  const ranks = Math.max(1, ...contests.map(({ schedules }) => schedules.length));
  const { tick, built } = progressOf(ranks, rounds, onProgress);
  const first = await trials.open(() => undefined);
  await warm(first);
  built();
  const open: Open = async pick => {
    const trial = await trials.open(pick);
    checkAgreement(trial, first);
    await warm(trial);
    built();
    return trial;
  };
  try {
    const tried = new Map<string, Tried[]>();
    const atOnce = Math.min(8, Math.max(1, Math.floor(memory / first.bytes) - 1));
    for (let from = 1; from < ranks; from += atOnce) {
      const numbers = Array.from({ length: Math.min(atOnce, ranks - from) }, (_, i) => from + i);
      await compete(first, open, contests, numbers, tried, trials => measureInTurns(trials, rounds, tick));
    }
    return await prove(first, open, contests, tried, trials =>
      measureInTurns(trials, { ...rounds, rounds: 2 * rounds.rounds }, tick),
    );
  } finally {
    first.model.dispose();
  }
}

/** Measures some candidates of every contraction, and adds them to those that were tried. */
async function compete(
  first: Trial,
  open: Open,
  contests: readonly Contest[],
  ranks: readonly number[],
  tried: Map<string, Tried[]>,
  measure: (trials: readonly Trial[]) => Promise<Times>,
): Promise<void> {
  const byKey = new Map(contests.map(({ key, schedules }) => [key, schedules]));
  const others: Trial[] = [];
  try {
    for (const rank of ranks) others.push(await open(key => byKey.get(key)?.[rank]));
    const { shares } = await measure([first, ...others]);
    for (const { key, schedules } of contests) {
      const measured = (shares.get(key) ?? []).flatMap((share, i): readonly Tried[] => {
        const schedule = schedules[ranks[i] ?? 0];
        return schedule ? [{ schedule, share }] : [];
      });
      tried.set(key, [...(tried.get(key) ?? []), ...measured]);
    }
  } finally {
    for (const { model } of others) model.dispose();
  }
}

/** Measures the fastest of all contractions together. */
async function prove(
  first: Trial,
  open: Open,
  contests: readonly Contest[],
  tried: ReadonlyMap<string, readonly Tried[]>,
  measure: (trials: readonly Trial[]) => Promise<Times>,
): Promise<Outcome> {
  const winners = new Map([...tried].map(([key, all]) => [key, fastestOf(all)]));
  const proof = await open(key => winners.get(key)?.schedule);
  try {
    const { milliseconds, shares, network } = await measure([first, proof]);
    const verdicts = contests.map((contest): Verdict => {
      const { key, schedules } = contest;
      const [chosen] = schedules;
      invariant(chosen, `${key} has no schedule`);
      const [again = 1] = shares.get(key) ?? [];
      const before = winners.get(key);
      // A machine that was busy once must not make a gain: the smaller of two counts.
      const share = Math.max(before?.share ?? 1, again);
      const winner = share < margin ? before : undefined;
      return {
        ...contest,
        tried: tried.get(key) ?? [],
        milliseconds: milliseconds.get(key) ?? 0,
        fastest: winner?.schedule ?? chosen,
        share: winner ? share : 1,
      };
    });
    const [share = 1] = network.shares;
    return { verdicts, before: network.milliseconds, after: network.milliseconds * share };
  } finally {
    proof.model.dispose();
  }
}

/** The fastest, where one is faster than the model's choice. */
const fastestOf = (tried: readonly Tried[]): Tried | undefined =>
  tried.reduce<Tried | undefined>(
    (best, each) => (each.share < (best?.share ?? margin) ? each : best),
    undefined,
  );

/** To build a network takes about as long as some rounds. */
const roundsOfBuilding = 4;

/** Counts what is done: rounds, and networks that were built. */
function progressOf(ranks: number, { rounds }: Rounds, onProgress: (share: number) => void) {
  const total = (ranks + 1) * roundsOfBuilding + (ranks + 4) * rounds;
  let done = 0;
  const add = (count: number): void => {
    done += count;
    onProgress(Math.min(1, done / total));
  };
  return { tick: () => add(1), built: () => add(roundsOfBuilding) };
}
