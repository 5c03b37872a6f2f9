/** Where a command's weights come from: a checkpoint file, or the generator that stands in for one. */

import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { matchCheckpoint, openCheckpoint, readRenameMap } from '../../checkpoint/index.ts';
import { synthesize } from '../../checkpoint/synthetic.ts';
import { didYouMean } from '../../did-you-mean.ts';
import { UserError } from '../../errors.ts';
import type { Plan } from '../../plan/plan.ts';
import { expectedBy, type ParameterSource } from '../package/pack.ts';
import { note } from './output.ts';
import { pretrained, pretrainedWeights } from './pretrained.ts';
import { adviseSettings, type Reconfigure } from './settings-advice.ts';

/** Deterministic weights, good for everything but answers. */
export const syntheticParameters: ParameterSource = {
  origin: 'synthetic',
  read: (name, shape) => Float64Array.from(synthesize(name, shape)),
};

/** The options that say where weights come from. */
export interface WeightsOptions {
  /** A path, `pretrained` or `synthetic`. */
  readonly weights?: string;
  /** The path of a rename map. */
  readonly rename?: string;
  /** The part of the file that is read. */
  readonly key?: string;
  /** Patterns of the tensors to leave out. */
  readonly ignore?: readonly string[];
}

/** A command that takes what says how a checkpoint is read: `--key`, `--ignore`, `--rename`. */
export const withCheckpointOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--key <name>',
        'the part of the checkpoint to read, where several fit: keys of its dicts, or what names begin with: `ema`, `state_dict.student`; `.` for the file itself',
      ),
    )
    .addOption(
      new Option(
        '--ignore <pattern>',
        "leave out tensors of the checkpoint by name, such as 'head.*'; may be repeated",
      ).argParser<readonly string[]>((pattern, patterns = []) => [...patterns, pattern]),
    )
    .addOption(
      new Option(
        '--rename <file>',
        'JSON that gives tensors of the checkpoint the names of the network, {"old": "new"}; `netwright diff --rename-map` writes it',
      ),
    );

/** What the options do. */
const uses = [
  ['rename', 'renames the tensors'],
  ['key', 'chooses a part'],
  ['ignore', 'leaves out tensors'],
] as const;

/** @throws UserError where an option says how to read a checkpoint and there is none */
export function checkCheckpointOptions(options: WeightsOptions): void {
  const { weights } = options;
  if (weights !== undefined && weights !== 'synthetic') return;
  const given = uses.find(([option]) => options[option] !== undefined);
  if (!given) return;
  const [option, use] = given;
  const got = weights === undefined ? 'no --weights' : '--weights synthetic';
  throw new UserError('option-without-weights', `--${option} ${use} of a checkpoint, got ${got}`, {
    ...(option === 'rename' && { at: options.rename }),
    fix: `name the checkpoint, --weights FILE, or leave --${option} out`,
  });
}

/** @throws UserError where there is no such file, and its name is almost one of the words that stand for one */
function checkMeant(weights: string): void {
  if (existsSync(weights)) return;
  const question = didYouMean(weights, ['synthetic', pretrained]);
  if (question === '') return;
  throw new UserError('no-such-checkpoint', `no such file${question}`, {
    at: weights,
    fix: 'give --weights synthetic, --weights pretrained, or the path of a checkpoint',
  });
}

/**
 * Runs `body` with a checkpoint's parameters, renamed and matched to the plan's. What of the file is not read is said
 * in one line.
 *
 * @param reconfigure - the network of the same spec with other settings, where the spec is at hand
 * @throws UserError listing the tensors that differ
 */
export async function withParameters<R>(
  options: WeightsOptions & { readonly weights: string },
  plan: Plan,
  body: (source: ParameterSource) => Promise<R>,
  reconfigure?: Reconfigure,
): Promise<R> {
  const { weights, rename, key, ignore } = options;
  if (weights === 'synthetic') return body(syntheticParameters);
  const names = rename === undefined ? new Map<string, string>() : await readRenameMap(rename);
  const path = weights === pretrained ? pretrainedWeights(plan.name) : weights;
  checkMeant(path);
  const checkpoint = await openCheckpoint(path);
  try {
    const { tensors, leftOut } = await matchCheckpoint(checkpoint, expectedBy(plan.source), {
      rename: names,
      ...(key !== undefined && { key }),
      ...(ignore && { ignore }),
      advise: (misshaped, judge) => adviseSettings(misshaped, judge, plan, reconfigure),
    });
    if (leftOut !== undefined) note(`left out of ${weights}: ${leftOut}`);
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
