/** Algorithms that were measured go before the model's. */

import { UserError } from '../../errors.ts';
import { printName } from '../../names.ts';
import { isAllowed } from '../../plan/implementation.ts';
import type { Target } from '../../target.ts';
import { describeSchedule } from './algorithms.ts';
import { contractionKey } from './key.ts';
import { isOf, type TunedTable } from './table.ts';

/**
 * The target with a table's algorithms for the contractions that the table has.
 *
 * @param source - the table's file, for errors
 * @throws UserError where the table is another target's; while a network is lowered, where it has what there is no
 * kernel for
 */
export function tunedBy(table: TunedTable, source: string, target: Target): Target {
  if (table.target !== target.name) {
    throw new UserError('bad-table', `is of the target ${table.target}, expected ${target.name}`, {
      at: source,
      fix: `give --target ${table.target}, or measure: \`netwright tune <spec> --target ${target.name}\``,
    });
  }
  if (!isOf(table, target)) {
    throw new UserError('bad-table', `was measured with ${printOptions(table.options)}`, {
      at: source,
      fix: 'give the same options, or measure with these',
    });
  }
  return {
    ...target,
    schedule(contraction, layer) {
      const key = contractionKey(contraction);
      const schedule = table.fastest.get(key);
      if (!schedule) return target.schedule(contraction, layer);
      if (isAllowed(target.implementations, contraction, schedule)) return schedule;
      throw new UserError(
        'bad-table',
        `${key}: the target ${target.name} cannot compute it by ${describeSchedule(schedule)}`,
        { at: source, fix: 'take the entry out, or measure again with `netwright tune`' },
      );
    },
  };
}

const printOptions = (options: Readonly<Record<string, string>> = {}): string =>
  Object.entries(options)
    .map(([name, value]) => `--${printName(name)} ${printName(value)}`)
    .join(' ') || 'no options';
