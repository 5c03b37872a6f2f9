/** Pairs the tensors that a network expects with those that a checkpoint has, or says everything that differs. */

import { UserError } from '../errors.ts';
import { printName, printSome } from '../names.ts';
import { sameShape } from '../shape.ts';
import { translation } from './conventions.ts';
import { describeMismatch, type Mismatch } from './match-report.ts';
import type { RenameMap } from './rename.ts';
import type { Checkpoint, CheckpointTensor } from './types.ts';

/** A parameter or buffer of a network. */
export interface ExpectedTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface MatchOptions {
  /** The network's names by the checkpoint's, which are without the `module.` before every name. */
  readonly rename?: RenameMap;
}

/** What `DataParallel` puts before every name. */
const parallelPrefix = 'module.';
/** Batch norm's count of training steps, which inference does not need. */
const ignored = /(^|\.)num_batches_tracked$/;

/**
 * The checkpoint's tensor for each expected name, in the order expected. A `module.` before every name is dropped,
 * then tensors are renamed, by the map or a convention that is known, and `num_batches_tracked` may be there or not.
 *
 * @throws UserError `checkpoint-mismatch`, one for all missing, unexpected and mis-shaped tensors, with the nearest
 *   names; or one that says which tensors of the rename map are not there, or which two would get one name
 */
export function matchCheckpoint(
  checkpoint: Checkpoint,
  expected: readonly ExpectedTensor[],
  options: MatchOptions = {},
): ReadonlyMap<string, CheckpointTensor> {
  const found = renameAll(checkpoint, options.rename ?? new Map(), new Set(expected.map(({ name }) => name)));
  const matched = new Map<string, CheckpointTensor>();
  const mismatch: Mismatch = { missing: [], unexpected: [], misshaped: [] };
  for (const { name, shape } of expected) {
    const tensor = found.get(name);
    if (tensor === undefined) mismatch.missing.push({ name, shape });
    else if (!sameShape(tensor.shape, shape)) mismatch.misshaped.push({ name, shape, got: tensor.shape });
    if (tensor !== undefined) matched.set(name, tensor);
  }
  for (const [name, { shape }] of found) {
    if (!matched.has(name) && !ignored.test(name)) mismatch.unexpected.push({ name, shape });
  }
  if (mismatch.missing.length + mismatch.unexpected.length + mismatch.misshaped.length > 0) {
    const { problem, fix } = describeMismatch(mismatch, expected.length);
    throw new UserError('checkpoint-mismatch', problem, { at: checkpoint.file, fix });
  }
  return matched;
}

/** The checkpoint's tensors under the network's names, in the file's order. */
function renameAll(
  { file, tensors }: Checkpoint,
  rename: RenameMap,
  expected: ReadonlySet<string>,
): Map<string, CheckpointTensor> {
  const isParallel = [...tensors.keys()].every(name => name.startsWith(parallelPrefix));
  const plain = new Map(
    [...tensors].map(([name, tensor]) => [isParallel ? name.slice(parallelPrefix.length) : name, tensor]),
  );
  checkNamed(rename, plain, file);
  const translate = translation(plain.keys(), expected);
  const found = new Map<string, CheckpointTensor>();
  const olds = new Map<string, string>();
  for (const [old, tensor] of plain) {
    const name = rename.get(old) ?? translate(old) ?? old;
    const other = olds.get(name);
    if (other !== undefined) throw collision(other, old, name, file);
    olds.set(name, old);
    found.set(name, tensor);
  }
  return found;
}

/** Old names that errors list; the rest is counted. */
const mostListed = 8;

function checkNamed(rename: RenameMap, plain: ReadonlyMap<string, unknown>, file: string): void {
  const lacking = [...rename.keys()].filter(old => !plain.has(old));
  if (lacking.length === 0) return;
  const names = printSome(lacking.map(printName), mostListed);
  throw new UserError(
    'checkpoint-mismatch',
    `lacks ${lacking.length} of the ${rename.size} tensors that the rename map names: ${names}`,
    { at: file, fix: mend(rename, lacking, plain) },
  );
}

function mend(rename: RenameMap, lacking: readonly string[], plain: ReadonlyMap<string, unknown>): string {
  if (lacking.every(old => plain.has(old.slice(parallelPrefix.length)) && old.startsWith(parallelPrefix))) {
    return `leave ${parallelPrefix} out of the map's names: it is dropped before every name of this checkpoint`;
  }
  if ([...rename.values()].every(name => plain.has(name))) {
    return 'turn the map round: the names of the checkpoint come first';
  }
  return 'give the map of this checkpoint, or take these names out of it';
}

function collision(a: string, b: string, name: string, file: string): UserError {
  return new UserError(
    'checkpoint-mismatch',
    `${printName(a)} and ${printName(b)} would both be called ${printName(name)}`,
    { at: file, fix: 'give each a name of its own in the rename map' },
  );
}
