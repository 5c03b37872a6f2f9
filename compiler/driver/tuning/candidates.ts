/** What `netwright tune` measures: of each contraction that lowering comes across, what is chosen, then what may be faster. */

import type { Contraction, Schedule } from '../../plan/implementation.ts';
import type { Target } from '../../target.ts';
import { candidatesOf, distinctSchedules } from './algorithms.ts';
import { contractionKey } from './key.ts';

/** A contraction that is measured. */
export interface Contest {
  readonly key: string;
  /** The layers that compute it, in order. */
  readonly layers: readonly string[];
  /** The first is what the model chooses. */
  readonly schedules: readonly Schedule[];
}

/** The target with one schedule for each contraction. */
export const picking = (target: Target, pick: (key: string) => Schedule | undefined): Target => ({
  ...target,
  schedule: (contraction, layer) => pick(contractionKey(contraction)) ?? target.schedule(contraction, layer),
});

/** Collects contests while the target, as `watching` gives it, lowers a network. */
export class Contests {
  readonly watching: Target;
  readonly #byKey = new Map<string, { readonly layers: string[]; readonly schedules: readonly Schedule[] }>();

  /** @param isMeasured - whether a layer is to be measured */
  constructor(target: Target, isMeasured: (layer: string) => boolean) {
    this.watching = {
      ...target,
      schedule: (contraction, layer = '') => {
        const chosen = target.schedule(contraction, layer);
        if (isMeasured(layer)) this.#add(contraction, layer, [chosen, ...candidatesOf(target, contraction)]);
        return chosen;
      },
    };
  }

  #add(contraction: Contraction, layer: string, schedules: readonly Schedule[]): void {
    const key = contractionKey(contraction);
    const known = this.#byKey.get(key) ?? { layers: [], schedules: distinctSchedules(schedules) };
    known.layers.push(layer);
    this.#byKey.set(key, known);
  }

  /** What was come across, in order. */
  get all(): readonly Contest[] {
    return [...this.#byKey].map(([key, contest]) => ({ key, ...contest }));
  }
}
