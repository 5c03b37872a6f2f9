/** What a target offers to choose is what it allows: for every contraction, whatever it is. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { algorithmsOf, candidatesOf, named } from '../../compiler/driver/tuning/algorithms.ts';
import { isAllowed } from '../../compiler/plan/implementation.ts';
import type { Target } from '../../compiler/target.ts';
import { contractions } from '../support/contractions.ts';

/** Tests that nothing is offered that there is no kernel for. */
export function describeTuning(target: Target): void {
  const names = algorithmsOf(target).map(({ name }) => name);

  describe('what is offered', () => {
    test('is allowed: what is chosen, what may be forced, what is measured', () => {
      fc.assert(
        fc.property(contractions, contraction => {
          const forced = names.flatMap(name => named(target, name, contraction) ?? []);
          const all = [target.schedule(contraction), ...forced, ...candidatesOf(target, contraction)];
          expect(all.filter(each => !isAllowed(target.implementations, contraction, each))).toEqual([]);
        }),
      );
    });

    test('is modest, for each candidate is a network to compile', () => {
      fc.assert(
        fc.property(contractions, contraction => {
          expect(candidatesOf(target, contraction).length).toBeLessThanOrEqual(20);
        }),
      );
    });

    test('has `direct` for everything, and names that are its own', () => {
      fc.assert(
        fc.property(contractions, contraction => {
          expect(named(target, 'direct', contraction)).toBeDefined();
          expect(named(target, 'toString', contraction)).toBeUndefined();
        }),
      );
    });
  });
}
