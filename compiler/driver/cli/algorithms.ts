/** Options of who wants other algorithms than the model's: forced ones, or a table that was measured. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { targets } from '../../../targets/index.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Target } from '../../target.ts';
import { readTextFile } from '../../text-file.ts';
import { algorithmsOf } from '../tuning/algorithms.ts';
import { checkApplied, checkNames, type Forced, forcing } from '../tuning/forced.ts';
import { readTable, type TunedTable } from '../tuning/table.ts';
import { tunedBy } from '../tuning/tuned.ts';

/** `--algorithm` and `--tuned`. */
export interface AlgorithmOptions {
  readonly algorithm?: readonly Forced[];
  /** The path of a table. */
  readonly tuned?: string;
}

/** Adds them to a command. */
export function withAlgorithms(command: Command): Command {
  const names = targets.map(
    target =>
      `target ${target.name}: ${algorithmsOf(target)
        .map(({ name }) => name)
        .join(', ')}`,
  );
  return command
    .addOption(
      new Option(
        '--algorithm <name>',
        `force an algorithm of convolutions and linear layers where it applies, or of some layers: layer1.*.conv2=direct; may be repeated; ${names.join('; ')}`,
      ).argParser<readonly Forced[]>((text, before = []) => [...before, parseForced(text)]),
    )
    .option('--tuned <file>', 'choose the algorithms that `netwright tune` found the fastest');
}

function parseForced(text: string): Forced {
  const [, layers, name] = /^(?:([^=]+)=)?([^=]+)$/.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('Expected a name, or layers=name.');
  return { ...(layers !== undefined && { layers }), name };
}

/** Whether any of them is given. */
export const choosesAlgorithms = ({ algorithm, tuned }: AlgorithmOptions): boolean =>
  algorithm !== undefined || tuned !== undefined;

/**
 * The target that chooses as they say: what is forced, then what was measured, then its model.
 *
 * @throws UserError where the target has no such algorithm, or the table is none of it
 */
export async function choosing(target: Target, { algorithm, tuned }: AlgorithmOptions): Promise<Target> {
  let result = target;
  if (tuned !== undefined) {
    result = tunedBy(await loadTable(tuned), tuned, result);
  }
  if (algorithm !== undefined) {
    checkNames(algorithm, target);
    result = forcing(result, algorithm);
  }
  return result;
}

/** @throws UserError where what is forced applies nowhere in these plans */
export function checkAlgorithms(
  plans: readonly Plan[],
  target: Target,
  { algorithm = [] }: AlgorithmOptions,
): void {
  if (plans.length > 0) checkApplied(plans, target, algorithm);
}

/** A contraction takes 200 bytes of a table; ResNet-152 has 30 different ones. */
const mostBytes = 2 ** 24;

/** A table from its file. @throws UserError where there is none, or it is malformed */
export async function loadTable(path: string): Promise<TunedTable> {
  const text = await readTextFile(path, {
    code: 'no-table',
    most: mostBytes,
    fix: 'check the path; `netwright tune` writes such tables',
  });
  return readTable(text, path);
}
