/** Reads a generated package back: its plan, and its code at work. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import { targets } from '../../../targets/index.ts';
import { UserError } from '../../errors.ts';
import { checkRegularFile } from '../../files/regular.ts';
import { printText } from '../../names.ts';
import { isMadeBy } from '../../plan/implementation.ts';
import { readPlanFile } from '../../plan/json.ts';
import type { Plan } from '../../plan/plan.ts';
import type { AnyModel, Target } from '../../target.ts';
import { float32Tolerance } from '../package/deviation.ts';
import { describeSchedule } from '../tuning/algorithms.ts';
import { positive } from './options.ts';
import { stages } from './output.ts';

/** A package's plan. @throws UserError where the folder is no package */
export async function readPackage(folder: string): Promise<Plan> {
  const path = join(folder, 'plan.json');
  if (!existsSync(path)) {
    throw new UserError('no-package', 'has no plan.json, so it is no package', {
      at: folder,
      fix: 'make one with `netwright compile <spec> --target typescript --out DIR`',
    });
  }
  const plan = await readPlanFile(path);
  checkSchedules(plan, path);
  return plan;
}

/**
 * Whether all contractions are what the implementations of its target make of them. Of a target that is unknown,
 * nothing prints or runs the plan.
 */
function checkSchedules({ target: name, options, kernels }: Plan, path: string): void {
  const target = targets.find(each => each.name === name);
  if (!target) return;
  const { implementations } = (options && target.choose?.(options)) ?? target;
  for (const kernel of kernels) {
    if (kernel.kind !== 'contract' || isMadeBy(implementations, kernel)) continue;
    throw new UserError(
      'bad-plan',
      `${kernel.name}: the target ${name} has no kernel for it by ${printText(describeSchedule(kernel.schedule))}`,
      { at: path, fix: 'compile the package again' },
    );
  }
}

/** Where a package's weights are. @throws UserError where it has none */
async function weightsOf(folder: string): Promise<string> {
  const path = join(folder, 'weights.bin');
  if (existsSync(path)) {
    await checkRegularFile(path, {
      code: 'no-weights',
      fix: `pack them again: \`netwright pack ${folder}\``,
    });
    return path;
  }
  throw new UserError('no-weights', 'has no weights.bin', {
    at: folder,
    fix: `pack a checkpoint into it: \`netwright pack ${folder} --weights FILE\` (FILE may be \`synthetic\`)`,
  });
}

/** `--threads`. */
export const threadsOption = (): Option =>
  new Option(
    '--threads <n>',
    'threads that work at a run, of packages for the CPU (default: the one that runs Node)',
  ).argParser(positive);

/** What commands that take it are given. */
export interface ThreadsOptions {
  readonly threads?: number;
}

/**
 * Sets a package to work, with progress, and disposes of the model in the end.
 *
 * @throws UserError where it does not load, or this machine cannot run it so
 */
export async function withPackage<R>(
  folder: string,
  plan: Plan,
  { threads }: ThreadsOptions,
  body: (model: AnyModel) => Promise<R>,
): Promise<R> {
  const model = await open(folder, plan, threads);
  try {
    return await body(model);
  } finally {
    model.dispose();
  }
}

async function open(folder: string, plan: Plan, threads: number | undefined): Promise<AnyModel> {
  const target = targetFor(plan);
  if (threads !== undefined && !target.hasThreads) {
    const able = targets.filter(({ hasThreads }) => hasThreads).map(({ name }) => name);
    throw new UserError(
      'no-such-choice',
      `packages for the target ${target.name} take no number of threads`,
      {
        at: '--threads',
        fix: `leave it out, or compile for ${able.join(' or ')}`,
      },
    );
  }
  const weights = await weightsOf(folder);
  const bars = stages();
  try {
    return await target.open(folder, { plan, weights, threads, onProgress: bars.update });
  } finally {
    bars.end();
  }
}

/** How far a package may be from the oracle. */
export const toleranceOf = (plan: Plan): number => targetFor(plan).tolerance?.(plan) ?? float32Tolerance;

/** The target that a package was compiled for. @throws UserError where there is none of that name */
function targetFor({ name, target }: Plan): Target {
  const found = targets.find(each => each.name === target);
  if (found) return found;
  throw new UserError('no-such-target', `it is compiled for the target '${target}', which is unknown here`, {
    at: name,
    fix: `compile it again, for ${targets.map(each => each.name).join(', ')}`,
  });
}
