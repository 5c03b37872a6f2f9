/** Tables of measured algorithms: what `netwright tune` writes, and `--tuned` reads. */

import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { describeIssues } from '../../issues.ts';
import { algorithmSchema, printJson } from '../../plan/json.ts';
import type { Algorithm } from '../../plan/kernel.ts';

const version = 1;

const remedy = 'measure it again: `netwright tune <spec> --out FILE`, where no such FILE is yet';

const tableSchema = z.strictObject({
  version: z.literal(version, { error: `this netwright reads tables of version ${version}` }),
  target: z.string(),
  machine: z.strictObject({ cpu: z.string(), engine: z.string() }),
  // As entries: `printJson` puts each on a line.
  fastest: z.array(z.strictObject({ contraction: z.string(), algorithm: algorithmSchema })),
});

/** What times were taken on. */
export interface Machine {
  readonly cpu: string;
  readonly engine: string;
}

/** The fastest algorithms of some contractions on a machine. */
export interface TunedTable {
  /** The target that they are of. */
  readonly target: string;
  readonly machine: Machine;
  /** By `contractionKey`. */
  readonly fastest: ReadonlyMap<string, Algorithm>;
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
  const { target, machine, fastest } = parsed.data;
  return {
    target,
    machine,
    fastest: new Map(fastest.map(({ contraction, algorithm }) => [contraction, algorithm])),
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
export function printTable({ target, machine, fastest }: TunedTable): string {
  const inOrder = [...fastest]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([contraction, algorithm]) => ({ contraction, algorithm: algorithmSchema.parse(algorithm) }));
  return printJson({ version, target, machine, fastest: inOrder });
}
