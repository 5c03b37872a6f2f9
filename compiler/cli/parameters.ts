/** Where a command's weights come from: a checkpoint file, or the generator that stands in for one. */

import { existsSync } from 'node:fs';
import { Option } from 'commander';
import { matchCheckpoint, openCheckpoint, readRenameMap } from '../checkpoint/index.ts';
import { synthesize } from '../checkpoint/synthetic.ts';
import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../errors.ts';
import { type ParameterSource, parametersOfPlan } from '../package/pack.ts';
import type { Plan } from '../plan/plan.ts';

/** Deterministic weights, good for everything but answers. */
export const syntheticParameters: ParameterSource = {
  origin: 'synthetic',
  read: (name, shape) => Float64Array.from(synthesize(name, shape)),
};

/** The options that say where weights come from. */
export interface WeightsOptions {
  /** A path, or `synthetic`. */
  readonly weights?: string;
  /** The path of a rename map. */
  readonly rename?: string;
}

/** `--rename`. */
export const renameOption = (): Option =>
  new Option(
    '--rename <file>',
    'JSON that gives tensors of the checkpoint the names of the network, {"old": "new"}, without the `module.` of DataParallel; `netwright diff --rename-map` writes it',
  );

/** @throws UserError where there is a rename map and no checkpoint that it could be of */
export function checkRename({ weights, rename }: WeightsOptions): void {
  if (rename === undefined || (weights !== undefined && weights !== 'synthetic')) return;
  const got = weights === undefined ? 'no --weights' : '--weights synthetic';
  throw new UserError('rename-without-weights', `--rename renames the tensors of a checkpoint, got ${got}`, {
    at: rename,
    fix: 'name the checkpoint, --weights FILE, or leave --rename out',
  });
}

/** @throws UserError where there is no such file, and its name is almost the word `synthetic` */
function checkMeant(weights: string): void {
  if (existsSync(weights)) return;
  const question = didYouMean(weights, ['synthetic']);
  if (question === '') return;
  throw new UserError('no-such-checkpoint', `no such file${question}`, {
    at: weights,
    fix: 'give --weights synthetic, or the path of a checkpoint',
  });
}

/**
 * Runs `body` with a checkpoint's parameters, renamed and matched to the plan's.
 *
 * @throws UserError listing the tensors that differ
 */
export async function withParameters<R>(
  { weights, rename }: WeightsOptions & { readonly weights: string },
  plan: Plan,
  body: (source: ParameterSource) => Promise<R>,
): Promise<R> {
  if (weights === 'synthetic') return body(syntheticParameters);
  const names = rename === undefined ? new Map() : await readRenameMap(rename);
  checkMeant(weights);
  const checkpoint = await openCheckpoint(weights);
  try {
    const tensors = matchCheckpoint(checkpoint, parametersOfPlan(plan), { rename: names });
    return await body({
      origin: 'checkpoint',
      read(name) {
        const tensor = tensors.get(name);
        if (!tensor) throw new UserError('checkpoint-mismatch', `has no ${name}`, { at: weights });
        return tensor.read();
      },
    });
  } finally {
    await checkpoint.close();
  }
}
