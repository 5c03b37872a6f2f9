/** Algorithms that were measured go before the model's. */

import { UserError } from '../../errors.ts';
import type { Target, Tuning } from '../../target.ts';
import { describeAlgorithm } from './algorithms.ts';
import { contractionKey } from './key.ts';
import type { TunedTable } from './table.ts';

/**
 * The target with a table's algorithms for the contractions that the table has.
 *
 * @param source - the table's file, for errors
 * @throws UserError where the table is another target's; while a network is lowered, where it has what there is no
 * kernel for
 */
export function tunedBy(table: TunedTable, source: string, target: Target, tuning: Tuning): Target {
  if (table.target !== target.name) {
    throw new UserError('bad-table', `is of the target ${table.target}, expected ${target.name}`, {
      at: source,
      fix: `give --target ${table.target}, or measure: \`netwright tune <spec> --target ${target.name}\``,
    });
  }
  return {
    ...target,
    algorithm(contraction, layer) {
      const key = contractionKey(contraction);
      const algorithm = table.fastest.get(key);
      if (!algorithm) return target.algorithm(contraction, layer);
      if (tuning.allows(contraction, algorithm)) return algorithm;
      throw new UserError(
        'bad-table',
        `${key}: the target ${target.name} cannot compute it by ${describeAlgorithm(algorithm)}`,
        { at: source, fix: 'take the entry out, or measure again with `netwright tune`' },
      );
    },
  };
}
