/** What `netwright tune` measures: of each contraction that lowering comes across, what is chosen, then what may be faster. */

import type { Contraction } from '../../plan/contract.ts';
import type { Algorithm } from '../../plan/kernel.ts';
import type { Target, Tuning } from '../../target.ts';
import { distinctAlgorithms } from './algorithms.ts';
import { contractionKey } from './key.ts';

/** A contraction that is measured. */
export interface Contest {
  readonly key: string;
  /** The layers that compute it, in order. */
  readonly layers: readonly string[];
  /** The first is what the model chooses. */
  readonly algorithms: readonly Algorithm[];
}

/** The target with one algorithm for each contraction. */
export const picking = (target: Target, pick: (key: string) => Algorithm | undefined): Target => ({
  ...target,
  algorithm: (contraction, layer) =>
    pick(contractionKey(contraction)) ?? target.algorithm(contraction, layer),
});

/** Collects contests while the target, as `watching` gives it, lowers a network. */
export class Contests {
  readonly watching: Target;
  readonly #byKey = new Map<
    string,
    { readonly layers: string[]; readonly algorithms: readonly Algorithm[] }
  >();

  /** @param isMeasured - whether a layer is to be measured */
  constructor(target: Target, tuning: Tuning, isMeasured: (layer: string) => boolean) {
    this.watching = {
      ...target,
      algorithm: (contraction, layer = '') => {
        const chosen = target.algorithm(contraction, layer);
        if (isMeasured(layer)) this.#add(contraction, layer, [chosen, ...tuning.candidates(contraction)]);
        return chosen;
      },
    };
  }

  #add(contraction: Contraction, layer: string, algorithms: readonly Algorithm[]): void {
    const key = contractionKey(contraction);
    const known = this.#byKey.get(key) ?? { layers: [], algorithms: distinctAlgorithms(algorithms) };
    known.layers.push(layer);
    this.#byKey.set(key, known);
  }

  /** What was come across, in order. */
  get all(): readonly Contest[] {
    return [...this.#byKey].map(([key, contest]) => ({ key, ...contest }));
  }
}
