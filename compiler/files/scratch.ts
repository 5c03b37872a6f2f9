/**
 * Folders of our own, in which what is being written waits until it is whole. Each lies in the folder where its files
 * are to go, so that moving them is renaming: `.netwright-` and its owner, which is a machine, a process and a random
 * number. Making a folder never follows a link, nor takes what is there. Within are:
 *
 *     by-OWNER      the first thing in it and the last: what it is told by wherever it is moved
 *     new/          what is being written
 *     old/          what is being replaced
 *     placed.json   the names of new/, once it is whole
 *     heir-OWNER    who sets right what the owner left (`package/turn.ts`)
 *
 * What a process that was killed has left is told by its name and by holding nothing else, and whoever writes into
 * the same folder next removes it.
 */

import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { removeAtEnd, removeEmptyAtEnd, upwards } from './interrupt.ts';

/** A machine, a process of it, and a random number: `5d41402a-4711-9f86d081884c`. */
export type Owner = string;

const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

const scratchName = /^\.netwright-([0-9a-f]{8}-\d{1,10}-[0-9a-f]{12})$/;
const mark = /^by-([0-9a-f]{8}-\d{1,10}-[0-9a-f]{12})$/;
const entry = /^(new|old|placed\.json|(by|heir)-[0-9a-f]{8}-\d{1,10}-[0-9a-f]{12})$/;

/** After which what a process of another machine has left is taken to be left: whether it runs cannot be asked. */
const scratchPatience = 24 * 60 * 60 * 1000;

/** A new owner. */
export const newOwner = (disk: Disk): Owner => `${machine}-${disk.process}-${randomBytes(6).toString('hex')}`;

/** Whether an owner cannot be at work any more; after `patience` milliseconds none is. */
export function isGone(owner: Owner, age: number, patience: number, disk: Disk): boolean {
  const [host, process] = owner.split('-');
  return (host === machine && !disk.isRunning(Number(process))) || age > patience;
}

/** A folder of our own. */
export class Scratch {
  /** Where it was made. */
  readonly folder: string;
  readonly owner: Owner;
  readonly path: string;
  readonly #disk: Disk;
  readonly #forget: () => void;

  private constructor(folder: string, owner: Owner, disk: Disk) {
    this.folder = folder;
    this.owner = owner;
    this.path = join(folder, scratchNameOf(owner));
    this.#disk = disk;
    this.#forget = removeAtEnd(this.path);
  }

  /** Makes one, and removes those that others have left there. */
  static async make(folder: string, disk: Disk): Promise<Scratch> {
    await sweep(folder, disk);
    const scratch = new Scratch(folder, newOwner(disk), disk);
    try {
      await disk.makeFolder(scratch.path);
      await disk.makeFolder(join(scratch.path, `by-${scratch.owner}`));
      await disk.makeFolder(join(scratch.path, 'new'));
      await disk.makeFolder(join(scratch.path, 'old'));
    } catch (error) {
      await scratch.remove();
      throw error;
    }
    return scratch;
  }

  /** The path of something that is being written. */
  at(...names: readonly string[]): string {
    return join(this.path, 'new', ...names);
  }

  /** Removes it. Where that fails, it is left to the next. */
  async remove(): Promise<void> {
    await removeScratch(this.path, this.#disk).catch(() => undefined);
    this.#forget();
  }
}

/**
 * Makes a folder where there is none, and does something with a scratch folder in it. If that fails, the folders that
 * were made go again, unless something else is in them by then.
 */
export async function inScratch<R>(
  folder: string,
  disk: Disk,
  body: (scratch: Scratch) => Promise<R>,
): Promise<R> {
  const made = await disk.makeFolders(folder);
  const forget = made === undefined ? undefined : removeEmptyAtEnd(folder, made);
  try {
    const scratch = await Scratch.make(folder, disk);
    try {
      return await body(scratch);
    } finally {
      await scratch.remove();
    }
  } catch (error) {
    for (const empty of made === undefined ? [] : upwards(folder, made)) {
      await disk.removeEmpty(empty).catch(() => undefined);
    }
    throw error;
  } finally {
    forget?.();
  }
}

/** The name of an owner's folder. */
export const scratchNameOf = (owner: Owner): string => `.netwright-${owner}`;

/** Whether a name in a folder is that of a folder of ours, which holds nothing else than they do. */
export async function isScratch(folder: string, name: string, disk: Disk): Promise<boolean> {
  if (!scratchName.test(name)) return false;
  const path = join(folder, name);
  const found = await disk.look(path);
  return found?.isDirectory() === true && (await disk.list(path)).every(each => entry.test(each));
}

/** Whose a folder of ours is, and how many milliseconds ago it was changed; of nothing else. */
export async function ownerOf(
  path: string,
  disk: Disk,
): Promise<{ readonly owner: Owner; readonly age: number } | undefined> {
  const found = await disk.look(path);
  if (found?.isDirectory() !== true) return undefined;
  const names = await disk.list(path);
  const [owner, ...others] = names.flatMap(name => mark.exec(name)?.[1] ?? []);
  if (owner === undefined || others.length > 0 || !names.every(name => entry.test(name))) return undefined;
  return { owner, age: await ageOf(path, disk) };
}

/** How many milliseconds ago a folder got or lost a name; 0 of what is not there. */
export async function ageOf(path: string, disk: Disk): Promise<number> {
  const found = await disk.look(path);
  return found === undefined ? 0 : Date.now() - Number(found.mtimeMs);
}

/** Removes a folder of ours, and last what it is told by: what is left when that is cut short is told still. */
export async function removeScratch(path: string, disk: Disk): Promise<void> {
  const names = await disk.list(path);
  for (const name of names.filter(name => entry.test(name) && !mark.test(name))) {
    await disk.remove(join(path, name));
  }
  for (const name of names.filter(name => mark.test(name))) await disk.remove(join(path, name));
  await disk.removeEmpty(path);
}

/** Removes what processes that are gone have left in a folder; what cannot be removed stays. */
async function sweep(folder: string, disk: Disk): Promise<void> {
  for (const name of await disk.list(folder)) {
    const owner = scratchName.exec(name)?.[1];
    if (owner === undefined || !(await isScratch(folder, name, disk))) continue;
    const path = join(folder, name);
    if (!isGone(owner, await ageOf(path, disk), scratchPatience, disk)) continue;
    await removeScratch(path, disk).catch(() => undefined);
  }
}
