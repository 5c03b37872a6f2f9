/** Writes packages to disk so that a failure leaves what was there: beside their place first, then renamed. */

import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { headerBytes, readHeader } from '../../targets/javascript/runtime/header.ts';
import type { PackageFile } from '../../targets/target.ts';
import { UserError } from '../errors.ts';

/** What came of writing a package. */
export interface Written {
  /** Whether the folder's `weights.bin` fits the new code, and has been kept. */
  readonly keptWeights: boolean;
}

/**
 * Writes a package's files. A folder that holds an earlier package is replaced, its weights kept where they fit.
 *
 * @param folder - need not exist
 * @param plan - fingerprint of the plan, which weights must have to be kept
 * @throws UserError `out-not-empty` where the folder holds something else
 */
export async function writePackage(
  folder: string,
  files: readonly PackageFile[],
  plan: string,
): Promise<Written> {
  if (existsSync(folder)) await checkReplaceable(folder);
  const staged = `${folder}.partial`;
  await rm(staged, { recursive: true, force: true });
  try {
    for (const { path, text } of files) {
      const at = join(staged, path);
      await mkdir(dirname(at), { recursive: true });
      await writeFile(at, text);
    }
    const keptWeights = await fits(join(folder, 'weights.bin'), plan);
    if (keptWeights) await rename(join(folder, 'weights.bin'), join(staged, 'weights.bin'));
    await rm(folder, { recursive: true, force: true });
    await rename(staged, folder);
    return { keptWeights };
  } catch (error) {
    await rm(staged, { recursive: true, force: true });
    throw error;
  }
}

async function checkReplaceable(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) {
    throw new UserError('out-not-folder', 'is a file, expected a folder', {
      at: folder,
      fix: 'name another --out',
    });
  }
  if (names.length === 0 || (names.includes('plan.json') && names.includes('package.json'))) return;
  throw new UserError('out-not-empty', 'holds something that is no package', {
    at: folder,
    fix: 'name another --out, or remove it yourself',
  });
}

/** Whether a file is `weights.bin` for this plan. */
async function fits(path: string, plan: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  const file = await open(path);
  try {
    const start = new Uint8Array(headerBytes);
    await file.read(start, 0, headerBytes, 0);
    readHeader(start, plan, path);
    return true;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
