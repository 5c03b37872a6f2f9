/** Pairs the tensors that a network expects with those that a checkpoint has, or says everything that differs. */

import { UserError } from '../errors.ts';
import { sameShape } from '../shape.ts';
import { describeMismatch, type Mismatch } from './match-report.ts';
import { printName } from './names.ts';
import type { Checkpoint, CheckpointTensor } from './types.ts';

/** A parameter or buffer of a network. */
export interface ExpectedTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface MatchOptions {
  /** Gives the network's name of a checkpoint's tensor, whose `module.` prefix is gone already. */
  readonly rename?: (name: string) => string;
}

/** What `DataParallel` puts before every name. */
const parallelPrefix = 'module.';
/** Batch norm's count of training steps, which inference does not need. */
const ignored = /(^|\.)num_batches_tracked$/;

/**
 * The checkpoint's tensor for each expected name, in the order expected. A `module.` before every name is dropped,
 * and `num_batches_tracked` may be there or not.
 *
 * @throws UserError `checkpoint-mismatch`, one for all missing, unexpected and mis-shaped tensors, with the nearest
 *   names
 */
export function matchCheckpoint(
  checkpoint: Checkpoint,
  expected: readonly ExpectedTensor[],
  options: MatchOptions = {},
): ReadonlyMap<string, CheckpointTensor> {
  const found = renameAll(checkpoint, options.rename ?? (name => name));
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

function renameAll(
  { file, tensors }: Checkpoint,
  rename: (name: string) => string,
): Map<string, CheckpointTensor> {
  const parallel = [...tensors.keys()].every(name => name.startsWith(parallelPrefix));
  const found = new Map<string, CheckpointTensor>();
  for (const [original, tensor] of tensors) {
    const name = rename(parallel ? original.slice(parallelPrefix.length) : original);
    const other = found.get(name);
    if (other !== undefined) {
      const names = `${printName(other.name)} and ${printName(original)}`;
      throw new UserError('checkpoint-mismatch', `${names} are both renamed to ${printName(name)}`, {
        at: file,
      });
    }
    found.set(name, tensor);
  }
  return found;
}
