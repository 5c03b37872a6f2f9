/** Reads a generated package back: its plan, and its code at work. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WeightsSource } from '../../targets/javascript/runtime/weights.ts';
import { UserError } from '../errors.ts';
import type { AnyModel } from '../package/deviation.ts';
import { readPlan } from '../plan/json.ts';
import type { Plan } from '../plan/plan.ts';
import { progress } from './output.ts';

/** A package's plan. @throws UserError where the folder is no package */
export async function readPackage(folder: string): Promise<Plan> {
  const path = join(folder, 'plan.json');
  if (!existsSync(path)) {
    throw new UserError('no-package', 'has no plan.json, so it is no package', {
      at: folder,
      fix: 'make one with `netwright compile <spec> --target typescript --out DIR`',
    });
  }
  return readPlan(await readFile(path, 'utf8'), path);
}

/** Where a package's weights are. @throws UserError where it has none */
export function weightsOf(folder: string): string {
  const path = join(folder, 'weights.bin');
  if (existsSync(path)) return path;
  throw new UserError('no-weights', 'has no weights.bin', {
    at: folder,
    fix: `pack a checkpoint into it: \`netwright pack ${folder} --weights FILE\` (FILE may be \`synthetic\`)`,
  });
}

/** Loads a JavaScript package's code and weights, with progress. */
export async function loadPackage(folder: string, weights: WeightsSource): Promise<AnyModel> {
  const entry = resolve(folder, 'dist', 'index.js');
  if (!existsSync(entry)) {
    throw new UserError('no-package', 'has no dist/index.js', { at: folder, fix: 'compile it again' });
  }
  const code = await importCode(entry, folder);
  const bar = progress('loading');
  try {
    return await code.load({
      weights,
      onProgress: (loaded: number, total: number) => bar.update(loaded / total),
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError('bad-weights', reason, { at: folder, cause });
  } finally {
    bar.end();
  }
}

async function importCode(
  entry: string,
  folder: string,
): Promise<{ load(options: object): Promise<AnyModel> }> {
  try {
    return await import(pathToFileURL(entry).href);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError('bad-package', `its code does not load: ${reason}`, {
      at: folder,
      fix: 'compile it again',
      cause,
    });
  }
}
