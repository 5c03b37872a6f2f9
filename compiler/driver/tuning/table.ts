/** Tables of measured algorithms: what `netwright tune` writes, and `--tuned` reads. */

import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { describeIssues } from '../../issues.ts';
import { canonical, type Schedule } from '../../plan/implementation.ts';
import { printJson, scheduleSchema } from '../../plan/json.ts';
import type { Target } from '../../target.ts';

const version = 2;

const remedy = 'measure it again: `netwright tune <spec> --out FILE`, where no such FILE is yet';

const tableSchema = z.strictObject({
  version: z.literal(version, { error: `this netwright reads tables of version ${version}` }),
  target: z.string(),
  options: z.record(z.string(), z.string()).exactOptional(),
  machine: z.strictObject({ cpu: z.string(), engine: z.string() }),
  // As entries: `printJson` puts each on a line.
  fastest: z.array(z.strictObject({ contraction: z.string(), schedule: scheduleSchema })),
});

/** What times were taken on. */
export interface Machine {
  readonly cpu: string;
  readonly engine: string;
}

/** The fastest schedules of some contractions on a machine. */
export interface TunedTable {
  /** The target that they are of. */
  readonly target: string;
  /** What was chosen of it, where there is anything. */
  readonly options?: Readonly<Record<string, string>>;
  readonly machine: Machine;
  /** By `contractionKey`. */
  readonly fastest: ReadonlyMap<string, Schedule>;
}

/**
 * Reads a table.
 *
 * @param source - the file's name, for errors
 * @throws UserError naming the file and the field that is wrong
 */
export function readTable(text: string, source: string): TunedTable {
  const parsed = tableSchema.safeParse(parse(text, source));
  if (!parsed.success) {
    throw new UserError('bad-table', describeIssues(parsed.error, 'table', { most: 1 }), {
      at: source,
      fix: remedy,
    });
  }
  const { version: _, fastest, ...head } = parsed.data;
  return {
    ...head,
    fastest: new Map(fastest.map(({ contraction, schedule }) => [contraction, schedule])),
  };
}

function parse(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError('bad-table', 'is not JSON', { at: source, fix: remedy, cause });
  }
}

/** The text of a table: a contraction a line, in order. */
export function printTable({ fastest, ...head }: TunedTable): string {
  const inOrder = [...fastest]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([contraction, schedule]) => ({ contraction, schedule }));
  return printJson({ version, ...head, fastest: inOrder });
}

/** What a table says of a target. */
export const headOf = ({ name, options }: Target): Pick<TunedTable, 'target' | 'options'> => ({
  target: name,
  ...(options && { options }),
});

/** Whether a table is of a target, with what is chosen of it. */
export const isOf = ({ target, options }: TunedTable, other: Target): boolean =>
  canonical({ target, options }) === canonical(headOf(other));
