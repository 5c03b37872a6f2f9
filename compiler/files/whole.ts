/** Files that are written whole or not at all: in a folder of our own beside their place first, then moved there. */

import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';
import { type Disk, disk as realDisk } from './disk.ts';
import { codeOf, reasonOf } from './reasons.ts';
import { kindOf } from './regular.ts';
import { Scratch } from './scratch.ts';

const code = 'no-output';

/**
 * Writes a file, or replaces the one that is there. No link is followed or replaced, so that what one leads to stays
 * as it is, and so does the link.
 *
 * @throws UserError where something else than a file is there, or it cannot be written; what was there is left
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  disk: Disk = realDisk,
): Promise<void> {
  try {
    await checkPlace(path, disk);
    const scratch = await Scratch.make(dirname(path), disk);
    try {
      await disk.write(scratch.at('file'), content);
      await disk.move(scratch.at('file'), path);
    } finally {
      await scratch.remove();
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const reason = codeOf(cause) === 'ENOENT' ? 'its folder does not exist' : reasonOf(cause);
    throw new UserError(code, `cannot be written: ${reason}`, {
      at: path,
      fix: 'check the path, its permissions and the space on its disk',
      cause,
    });
  }
}

/** @throws UserError where something is there that a file must not replace */
export async function checkPlace(path: string, disk: Disk = realDisk): Promise<void> {
  const found = await disk.look(path);
  if (found === undefined || found.isFile()) return;
  if (found.isSymbolicLink()) {
    const target = await stat(path).catch(() => undefined);
    throw new UserError(code, 'is a link, which is neither followed nor replaced', {
      at: path,
      fix:
        target === undefined || target.isFile()
          ? 'name the file that it leads to, or remove the link'
          : 'name a file; what goes to stdout can be sent anywhere by the shell',
    });
  }
  throw new UserError(code, `is ${kindOf(found)}, expected a file`, {
    at: path,
    fix: 'name a file; what goes to stdout can be sent anywhere by the shell',
  });
}
