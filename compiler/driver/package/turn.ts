/**
 * What is in a folder is replaced by one process at a time, as a whole: it gets the new or keeps the old.
 *
 * A process makes everything ready in a scratch folder within the folder, and then renames that to `.netwright-turn`:
 * its turn. Only one can have that name, for renaming over a folder that holds something fails. In its turn it moves
 * what is there to `old/` and what is in `new/` to its place, and then renames the scratch folder back: that ends the
 * turn, and is the moment from which on the new stands. If it fails before, all is moved back.
 *
 * If it is killed, `.netwright-turn` is left with everything that was there, and whoever comes next moves that back
 * first. Should two come, each puts a folder `heir-OWNER` into it and looks for others then: at least one sees the
 * other, takes its folder away, and comes again a moment later. While things are moved, `plan.json` is not there: what is half one package and half another is
 * none.
 */

import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import type { Disk } from '../../files/disk.ts';
import { uninterrupted } from '../../files/interrupt.ts';
import { codeOf } from '../../files/reasons.ts';
import { readRegularFile } from '../../files/regular.ts';
import {
  ageOf,
  isGone,
  newOwner,
  type Owner,
  ownerOf,
  removeScratch,
  type Scratch,
  scratchNameOf,
} from '../../files/scratch.ts';

/** The name that only one scratch folder has. */
export const turnName = '.netwright-turn';

/** Turns take milliseconds. A process that has had one for so long is stopped, or its number is another's by now. */
const turnPatience = 60_000;

/** How often a process comes again that finds others setting the folder right. */
const mostAttempts = 100;

const planFile = 'plan.json';

/** Names in a folder. */
const namesSchema = z.array(z.string().regex(/^(?!\.{1,2}$|\.netwright-)[^/\\\0]+$/)).max(1000);

/** What a turn is used for. */
export interface Going<R> {
  /** Names in the folder that go, beside those that are replaced; some may not be there. */
  readonly names: readonly string[];
  readonly result: R;
}

/**
 * Puts what a scratch folder holds in `new/` in place of what is there by the same names.
 *
 * @param prepare - runs before, in the turn: checks that all is as it was, and says what goes
 * @throws UserError `folder-busy` where it is another's turn
 */
export async function placeAll<R>(
  scratch: Scratch,
  prepare: () => Promise<Going<R>>,
  disk: Disk,
): Promise<R> {
  const { folder } = scratch;
  const placed = planFirst(await disk.list(scratch.at()));
  await disk.write(join(scratch.path, 'placed.json'), JSON.stringify(placed));
  return inTurn(scratch, disk, async turn => {
    const { names, result } = await prepare();
    for (const name of planFirst([...new Set([...placed, ...names])])) {
      if (await disk.look(join(folder, name))) await disk.move(join(folder, name), join(turn, 'old', name));
    }
    for (const name of [...placed].reverse()) await disk.move(join(turn, 'new', name), join(folder, name));
    return result;
  });
}

/**
 * Puts one file of a scratch folder in its place, which is whole at any moment.
 *
 * @param check - runs before, in the turn
 * @throws UserError `folder-busy` where it is another's turn
 */
export function placeOne(
  scratch: Scratch,
  name: string,
  check: () => Promise<void>,
  disk: Disk,
): Promise<void> {
  return inTurn(scratch, disk, async turn => {
    await check();
    await disk.move(join(turn, 'new', name), join(scratch.folder, name));
  });
}

/**
 * Sets a folder right that a process has left in the midst of its turn.
 *
 * @throws UserError `folder-busy` where it is another's turn, `foreign-turn` where something else has the name
 */
export async function settle(folder: string, disk: Disk): Promise<void> {
  const path = join(folder, turnName);
  for (let attempt = 0; ; attempt++) {
    const before = await disk.look(path);
    if (!before) return;
    const found = await ownerOf(path, disk);
    if (!found) {
      // One turn may have ended meanwhile, and another begun.
      if ((await disk.look(path))?.ino !== before.ino) continue;
      throw new UserError('foreign-turn', 'has a name that netwright uses, and is not of netwright', {
        at: path,
        fix: 'move it elsewhere',
      });
    }
    const isLeft = isGone(found.owner, found.age, turnPatience, disk);
    if (!isLeft || attempt === mostAttempts) throw busy(folder, found.owner);
    if (await inherit(folder, found.owner, disk)) return;
    // Another is at it, or two of us gave way to each other: not again at the same time.
    await setTimeout(5 + 20 * Math.random());
  }
}

/** Does something in a turn; if it fails, what was moved is moved back. */
async function inTurn<R>(scratch: Scratch, disk: Disk, body: (turn: string) => Promise<R>): Promise<R> {
  const { folder, path, owner } = scratch;
  const turn = join(folder, turnName);
  return uninterrupted(async () => {
    await settle(folder, disk);
    try {
      await disk.move(path, turn);
    } catch (error) {
      // Windows says that it may not.
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
      const other = await ownerOf(turn, disk);
      if (codeOf(error) === 'EPERM' && !other) throw error;
      throw busy(folder, other?.owner);
    }
    try {
      const result = await body(turn);
      await disk.move(turn, path);
      return result;
    } catch (error) {
      // Where this fails too, the next who comes does it.
      await putBack(folder, owner, disk).catch(() => undefined);
      throw error;
    }
  });
}

/** Does what a process that is gone did not come to. @returns whether it is done: not where another is at it */
async function inherit(folder: string, gone: Owner, disk: Disk): Promise<boolean> {
  const turn = join(folder, turnName);
  const heir = newOwner(disk);
  const flag = join(turn, `heir-${heir}`);
  try {
    await disk.makeFolder(flag);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  let isMine = false;
  try {
    // In this order: if the turn is still the one that was left, that is the one which has no other folder in it.
    isMine = !(await hasRival(turn, heir, disk)) && (await ownerOf(turn, disk))?.owner === gone;
    if (isMine) await uninterrupted(() => putBack(folder, gone, disk));
  } catch (error) {
    isMine = false;
    throw error;
  } finally {
    if (!isMine) await disk.removeEmpty(flag).catch(() => undefined);
  }
  if (isMine) await removeScratch(join(folder, scratchNameOf(gone)), disk).catch(() => undefined);
  return isMine;
}

/** Whether another who is at work has put a folder into a turn, to set it right. */
async function hasRival(turn: string, heir: Owner, disk: Disk): Promise<boolean> {
  for (const name of await disk.list(turn)) {
    const other = /^heir-(.*)$/.exec(name)?.[1];
    if (other === undefined || other === heir) continue;
    if (!isGone(other, await ageOf(join(turn, name), disk), turnPatience, disk)) return true;
  }
  return false;
}

/** Ends a turn with everything where it was before. However often it is cut short, it can be done again. */
async function putBack(folder: string, owner: Owner, disk: Disk): Promise<void> {
  const turn = join(folder, turnName);
  for (const name of await placedIn(turn, disk)) {
    const [here, waiting] = [join(folder, name), join(turn, 'new', name)];
    if (!(await disk.look(waiting)) && (await disk.look(here))) await disk.move(here, waiting);
  }
  for (const name of planFirst(await listed(join(turn, 'old'), disk)).reverse()) {
    const here = join(folder, name);
    if (!(await disk.look(here))) await disk.move(join(turn, 'old', name), here);
  }
  await disk.move(turn, join(folder, scratchNameOf(owner)));
}

/** The names that are placed in a turn; none where it places one file alone. */
async function placedIn(turn: string, disk: Disk): Promise<readonly string[]> {
  const path = join(turn, 'placed.json');
  if (!(await disk.look(path)) || !(await disk.look(join(turn, 'new')))?.isDirectory()) return [];
  const bytes = await readRegularFile(path, { code: 'foreign-turn', fix: 'move it elsewhere' }, 2 ** 16);
  const names = namesSchema.safeParse(jsonOf(bytes));
  return names.success ? names.data : [];
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** What is in a folder that no link leads to. */
async function listed(path: string, disk: Disk): Promise<readonly string[]> {
  return (await disk.look(path))?.isDirectory() ? disk.list(path) : [];
}

const planFirst = (names: readonly string[]): string[] =>
  [...names].sort((a, b) => Number(b === planFile) - Number(a === planFile));

function busy(folder: string, owner: Owner | undefined): UserError {
  const number = owner?.split('-')[1];
  const who = number === undefined ? 'another process' : `process ${number}`;
  return new UserError('folder-busy', `is being written by ${who} at this moment`, {
    at: folder,
    fix: 'wait until that has ended, then do this again',
  });
}
