/** Reads a generated package back: its plan, and its code at work. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { targets } from '../../targets/index.ts';
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
function weightsOf(folder: string): string {
  const path = join(folder, 'weights.bin');
  if (existsSync(path)) return path;
  throw new UserError('no-weights', 'has no weights.bin', {
    at: folder,
    fix: `pack a checkpoint into it: \`netwright pack ${folder} --weights FILE\` (FILE may be \`synthetic\`)`,
  });
}

/** What a package exports. */
interface Code {
  load(options: object): Promise<AnyModel>;
  /** Of targets that need something of the machine. */
  check?(options: object): Promise<{ readonly ok: boolean; readonly reasons: readonly string[] }>;
}

/**
 * Loads a JavaScript package's code and weights, with progress, and disposes of the model in the end.
 *
 * @throws UserError where it does not load, or this machine cannot run it
 */
export async function withPackage<R>(
  folder: string,
  { target }: Plan,
  body: (model: AnyModel) => Promise<R>,
): Promise<R> {
  const weights = weightsOf(folder);
  const entry = resolve(folder, 'dist', 'index.js');
  if (!existsSync(entry)) {
    throw new UserError('no-package', 'has no dist/index.js', { at: folder, fix: 'compile it again' });
  }
  const code = await importCode(entry, folder);
  const host = await targets.find(({ name }) => name === target)?.hostOptions?.(folder);
  const { ok = true, reasons = [] } = (await code.check?.(host ?? {})) ?? {};
  if (!ok) throw new UserError('no-gpu', reasons.join('; '), { at: folder });
  const model = await loadModel(code, weights, host, folder);
  try {
    return await body(model);
  } finally {
    model.dispose();
  }
}

async function loadModel(
  code: Code,
  weights: string,
  host: object | undefined,
  folder: string,
): Promise<AnyModel> {
  const bar = progress('loading');
  try {
    return await code.load({
      ...host,
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

async function importCode(entry: string, folder: string): Promise<Code> {
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
