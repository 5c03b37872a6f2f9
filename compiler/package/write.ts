/** Writes packages to disk whole: within the folder but aside first, then moved to their places. */

import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { headerBytes, readHeader } from '../../targets/javascript/runtime/header.ts';
import type { PackageFile } from '../../targets/target.ts';
import { UserError } from '../errors.ts';

/** Writes a `weights.bin` to a path. */
export type Packer = (path: string) => Promise<void>;

/** What became of a package's weights: packed anew, kept because they fit the new code, or there are none. */
export type WeightsState = 'packed' | 'kept' | 'none';

const weightsFile = 'weights.bin';

/** What a package's page is told by from one of its user's own: its `<meta name="generator">`. */
export const demoMark = 'netwright compile --demo';

const pageFile = 'index.html';

/** Where files wait until all are written. Inside the folder, which may be a mount, a link, or the shell's own. */
const aside = '.netwright-partial';

/**
 * Writes a package's files. Those of an earlier package give way, whole folders at a time, so that nothing of it goes
 * stale; its weights are kept where they fit, and whatever else lies there is left alone. A failure before all is
 * written leaves the folder as it was.
 *
 * @param folder - need not exist
 * @param plan - fingerprint of the plan, which weights must have to be kept
 * @param pack - packs new weights
 * @param stale - names in the folder of an earlier package that the files do not replace
 * @throws UserError `out-not-empty` where the folder holds something else, `page-exists` where a page would be lost
 */
export async function writePackage(
  folder: string,
  files: readonly PackageFile[],
  plan: string,
  pack?: Packer,
  stale: readonly string[] = [],
): Promise<WeightsState> {
  const existed = existsSync(folder);
  if (existed) await checkReplaceable(folder);
  const page = await pageIn(folder);
  const hasPage = files.some(({ path }) => path === pageFile);
  if (hasPage && page === 'another') {
    throw new UserError('page-exists', 'is no page of a package, and would be replaced', {
      at: join(folder, pageFile),
      fix: 'move it elsewhere, or leave out --demo',
    });
  }
  const staged = join(folder, aside);
  try {
    await rm(staged, { recursive: true, force: true });
    for (const { path, text, bytes } of files) {
      const at = join(staged, path);
      await mkdir(dirname(at), { recursive: true });
      await writeFile(at, text ?? bytes);
    }
    await pack?.(join(staged, weightsFile));
    const weights = pack ? 'packed' : (await fits(join(folder, weightsFile), plan)) ? 'kept' : 'none';
    if (page === 'demo' && !hasPage) await rm(join(folder, pageFile));
    if (weights === 'none') await rm(join(folder, weightsFile), { force: true });
    for (const name of stale) await rm(join(folder, name), { recursive: true, force: true });
    for (const name of await readdir(staged)) {
      await rm(join(folder, name), { recursive: true, force: true });
      await rename(join(staged, name), join(folder, name));
    }
    return weights;
  } finally {
    const made = !existed && !existsSync(join(folder, 'plan.json'));
    await rm(made ? folder : staged, { recursive: true, force: true });
  }
}

/** As much of `plan.json` as tells a package, of this version or another, from other things. */
const packageMark = z.looseObject({ version: z.number(), target: z.string(), recipe: z.unknown() });

async function checkReplaceable(folder: string): Promise<void> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOTDIR') throw cause;
    throw new UserError('out-not-folder', 'is a file, expected a folder', {
      at: folder,
      fix: 'name another --out',
    });
  });
  if (names.every(name => name === aside) || (await holdsPackage(folder))) return;
  throw new UserError('out-not-empty', 'holds something that is no package', {
    at: folder,
    fix: 'name another --out, or empty it yourself',
  });
}

async function holdsPackage(folder: string): Promise<boolean> {
  try {
    return packageMark.safeParse(JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8'))).success;
  } catch {
    return false;
  }
}

/** What page a folder has: an earlier package's, or another. */
async function pageIn(folder: string): Promise<'none' | 'demo' | 'another'> {
  const text = await readFile(join(folder, pageFile), 'utf8').catch(() => undefined);
  if (text === undefined) return 'none';
  return text.includes(`<meta name="generator" content="${demoMark}">`) ? 'demo' : 'another';
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
