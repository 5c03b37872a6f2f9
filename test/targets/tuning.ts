/** What a target offers to choose is what it allows: for every contraction, whatever it is. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Target, Tuning } from '../../compiler/target.ts';
import { contractions } from '../support/contractions.ts';

/** Tests that nothing is offered that there is no kernel for. */
export function describeTuning(target: Target, tuning: Tuning): void {
  const names = Object.keys(tuning.algorithms);

  describe('what is offered', () => {
    test('is allowed: what is chosen, what may be forced, what is measured', () => {
      fc.assert(
        fc.property(contractions, contraction => {
          const forced = names.flatMap(name => tuning.named(name, contraction) ?? []);
          const all = [target.algorithm(contraction), ...forced, ...tuning.candidates(contraction)];
          expect(all.filter(algorithm => !tuning.allows(contraction, algorithm))).toEqual([]);
        }),
      );
    });

    test('is modest, for each candidate is a network to compile', () => {
      fc.assert(
        fc.property(contractions, contraction => {
          expect(tuning.candidates(contraction).length).toBeLessThanOrEqual(20);
        }),
      );
    });

    test('has `direct` for everything, and names that are its own', () => {
      fc.assert(
        fc.property(contractions, contraction => {
          expect(tuning.named('direct', contraction)).toBeDefined();
          expect(tuning.named('toString', contraction)).toBeUndefined();
        }),
      );
    });
  });
}
