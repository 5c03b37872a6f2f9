/**
 * Writes packages to disk whole. Whatever happens meanwhile, be it an error, the end of the process or another process
 * that writes there too, leaves the package that was there or the new one, or what the next that is written takes.
 */

import { stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { z } from 'zod';
import { headerBytes, readHeader } from '../../../targets/javascript/runtime/header.ts';
import { UserError } from '../../errors.ts';
import { type Disk, disk as realDisk } from '../../files/disk.ts';
import { codeOf } from '../../files/reasons.ts';
import { kindOf, openRegularFile, readRegularFile } from '../../files/regular.ts';
import { inScratch, isScratch, Scratch } from '../../files/scratch.ts';
import { checkPlace } from '../../files/whole.ts';
import { demoMark } from '../../pages/html.ts';
import type { PackageFile } from '../../target.ts';
import type { NamesBefore } from './stale.ts';
import { placeAll, placeOne, settle } from './turn.ts';

/** Writes a `weights.bin` to a path. */
export type Packer = (path: string) => Promise<void>;

/** What became of a package's weights: packed anew, kept because they fit the new code, or there are none. */
export type WeightsState = 'packed' | 'kept' | 'none';

const weightsFile = 'weights.bin';

const pageFile = 'index.html';

/** Plans and pages that are larger are none of ours: ResNet-152's plan has 1 MB. */
const mostText = 2 ** 26;

/** What a folder held when it was looked at: where that is not so any more, another process has written there. */
export type Seen = string;

/** What a package is written with. */
export interface Writing {
  /** Packs new weights. */
  readonly pack?: Packer;
  /** What the folder has of an earlier package. */
  readonly before?: NamesBefore;
  /** What the folder held when this began; what it holds now unless given. */
  readonly seen?: Seen;
  readonly disk?: Disk;
}

/**
 * Looks whether a package may be written to a folder, and sets right what a process has left there that was killed.
 *
 * @param folder - need not exist
 * @throws UserError `out-not-empty` where the folder holds something else, `out-not-folder` where it is none,
 *   `folder-busy` where another process is writing there
 */
export async function seeFolder(folder: string, disk: Disk = realDisk): Promise<Seen> {
  const found = await stat(folder).catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw cause;
  });
  if (found && !found.isDirectory()) {
    throw new UserError('out-not-folder', `is ${kindOf(found)}, expected a folder`, {
      at: folder,
      fix: 'name another --out',
    });
  }
  if (!found) return seen(folder, disk);
  // Again, for in another process's turn, which may begin right after it was looked for, there is no plan.
  for (let attempt = 0; attempt < 3; attempt++) {
    const now = await seePackage(folder, disk);
    if ((await isFree(folder, disk)) || (await holdsPackage(folder))) return now;
  }
  throw new UserError('out-not-empty', 'holds something that is no package', {
    at: folder,
    fix: 'name another --out, or empty it yourself',
  });
}

/** Whether a folder holds nothing but what is ours. */
async function isFree(folder: string, disk: Disk): Promise<boolean> {
  const names = await disk.list(folder);
  return (await Promise.all(names.map(name => isScratch(folder, name, disk)))).every(Boolean);
}

/** The same of a folder that is a package already, whatever it holds. */
export async function seePackage(folder: string, disk: Disk = realDisk): Promise<Seen> {
  await settle(folder, disk);
  return seen(folder, disk);
}

/**
 * Writes a package's files. Those of an earlier package give way, whole folders at a time, so that nothing of it goes
 * stale; its weights are kept where they fit, and whatever else lies there is left alone. A folder that is a link or a
 * mount stays one.
 *
 * @param folder - need not exist
 * @param plan - fingerprint of the plan, which weights must have to be kept
 * @throws UserError as `seeFolder`; `file-in-the-way`, `page-exists` where a file of the user's would be lost;
 *   `folder-changed` where another process has written there meanwhile
 */
export async function writePackage(
  folder: string,
  files: readonly PackageFile[],
  plan: string,
  { pack, before, seen: given, disk = realDisk }: Writing = {},
): Promise<WeightsState> {
  const seen = given ?? (await seeFolder(folder, disk));
  const hasPage = files.some(({ path }) => path === pageFile);
  await checkPage(folder, hasPage);
  for (const name of before?.added ?? []) await checkAbsent(folder, name, disk);
  return inScratch(folder, disk, async scratch => {
    for (const folder of foldersOf(files)) await disk.makeFolder(scratch.at(folder));
    for (const { path, text, bytes } of files) await disk.write(scratch.at(path), text ?? bytes);
    await pack?.(scratch.at(weightsFile));
    return placeAll(
      scratch,
      async () => {
        await checkUnchanged(folder, seen, disk);
        const weights = pack ? 'packed' : (await fits(join(folder, weightsFile), plan)) ? 'kept' : 'none';
        const page = (await checkPage(folder, hasPage)) === 'demo' && !hasPage ? [pageFile] : [];
        const old = weights === 'none' ? [weightsFile] : [];
        return { names: [...(before?.stale ?? []), ...page, ...old], result: weights };
      },
      disk,
    );
  });
}

/**
 * The folders of files, those that others are in first: each is made by itself, so that none comes back when the
 * scratch folder is removed by a signal while this goes on.
 */
function foldersOf(files: readonly PackageFile[]): ReadonlySet<string> {
  const above = (path: string): readonly string[] => {
    const folder = posix.dirname(path);
    return folder === '.' ? [] : [...above(folder), folder];
  };
  return new Set(files.flatMap(({ path }) => above(path)));
}

/**
 * Writes a package's weights.
 *
 * @param seen - what the folder held when its plan was read
 * @throws UserError `folder-busy`, `folder-changed` where another process writes there, or has meanwhile
 */
export async function writeWeights(
  folder: string,
  pack: Packer,
  seen: Seen,
  disk: Disk = realDisk,
): Promise<void> {
  await checkPlace(join(folder, weightsFile), disk);
  const scratch = await Scratch.make(folder, disk);
  try {
    await pack(scratch.at(weightsFile));
    await placeOne(
      scratch,
      weightsFile,
      async () => {
        await checkUnchanged(folder, seen, disk);
        await checkPlace(join(folder, weightsFile), disk);
      },
      disk,
    );
  } finally {
    await scratch.remove();
  }
}

/** Another package, or other weights, are other files. */
async function seen(folder: string, disk: Disk): Promise<Seen> {
  const found = await Promise.all(['plan.json', weightsFile].map(name => disk.look(join(folder, name))));
  return found.map(file => (file ? [file.dev, file.ino, file.mtimeNs, file.size].join('-') : 'none')).join();
}

async function checkUnchanged(folder: string, before: Seen, disk: Disk): Promise<void> {
  if ((await seen(folder, disk)) === before) return;
  throw new UserError(
    'folder-changed',
    'was written by another process meanwhile, whose package is there now',
    {
      at: folder,
      fix: 'name another --out, or do this again if yours is to be there',
    },
  );
}

async function checkAbsent(folder: string, name: string, disk: Disk): Promise<void> {
  if (name === pageFile || !(await disk.look(join(folder, name)))) return;
  throw new UserError('file-in-the-way', 'is no part of the package that is there, and would be replaced', {
    at: join(folder, name),
    fix: 'move it elsewhere',
  });
}

/** As much of `plan.json` as tells a package, of this version or another, from other things. */
const packageMark = z.looseObject({ version: z.number(), target: z.string(), recipe: z.unknown() });

async function holdsPackage(folder: string): Promise<boolean> {
  const text = await textOf(join(folder, 'plan.json'));
  try {
    return text !== undefined && packageMark.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** @throws UserError where a page would be replaced that is the user's own */
async function checkPage(folder: string, hasPage: boolean): Promise<'none' | 'demo' | 'another'> {
  const page = await pageIn(folder);
  if (!hasPage || page !== 'another') return page;
  throw new UserError('page-exists', 'is no page of a package, and would be replaced', {
    at: join(folder, pageFile),
    fix: 'move it elsewhere, or leave out --demo',
  });
}

/** What page a folder has: an earlier package's, or another. */
async function pageIn(folder: string): Promise<'none' | 'demo' | 'another'> {
  const path = join(folder, pageFile);
  if (!(await realDisk.look(path))) return 'none';
  const text = await textOf(path);
  return text?.includes(`<meta name="generator" content="${demoMark}">`) ? 'demo' : 'another';
}

/** The text of a file; of what is none, or is none of ours by its size, there is none. */
async function textOf(path: string): Promise<string | undefined> {
  const reading = { code: 'unreadable', fix: 'move it elsewhere' };
  const bytes = await readRegularFile(path, reading, mostText).catch(() => undefined);
  return bytes && new TextDecoder().decode(bytes);
}

/** Whether a file is `weights.bin` for this plan. */
async function fits(path: string, plan: string): Promise<boolean> {
  const file = await openRegularFile(path, { code: 'unreadable', fix: 'pack them again' }).catch(
    () => undefined,
  );
  if (!file) return false;
  try {
    const start = new Uint8Array(headerBytes);
    await file.handle.read(start, 0, headerBytes, 0);
    readHeader(start, plan, path);
    return true;
  } catch {
    return false;
  } finally {
    await file.handle.close();
  }
}
