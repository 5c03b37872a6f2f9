/**
 * Files from anyone, opened to be read. A pipe, a socket or a device may make who opens it wait, or have no end: they
 * are refused before they are opened, wherever a file is read.
 */

import { type BigIntStats, constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { reasonOf } from './reasons.ts';

/** What errors say. */
export interface Reading {
  /** Their code. */
  readonly code: string;
  /** What to give instead. */
  readonly fix: string;
  /** How they call the file; its path unless given. */
  readonly at?: string;
}

/** An open file, and its size in bytes when it was opened. */
export interface RegularFile {
  readonly handle: FileHandle;
  readonly size: number;
}

/**
 * Opens a regular file, or what a link to one leads to. Its reader closes it.
 *
 * @throws UserError where there is none, it is a folder, a pipe, a socket or a device, or may not be read
 */
export async function openRegularFile(path: string, reading: Reading): Promise<RegularFile> {
  const { code, fix, at = path } = reading;
  try {
    // Before it is opened, which alone can make a device do something; and after, for it may have been exchanged.
    checkRegular(await stat(path), path, reading);
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await handle.stat();
      checkRegular(found, path, reading);
      return { handle, size: found.size };
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(code, reasonOf(cause), { at, fix, cause });
  }
}

/**
 * Checks that something else may open a file.
 *
 * @throws UserError as `openRegularFile`
 */
export async function checkRegularFile(path: string, reading: Reading): Promise<void> {
  const { handle } = await openRegularFile(path, reading);
  await handle.close();
}

/**
 * Reads a regular file whole: as many bytes as it has when it is opened.
 *
 * @param most - bytes that are read at most
 * @throws UserError as `openRegularFile`, and where it has more bytes
 */
export async function readRegularFile(path: string, reading: Reading, most: number): Promise<Uint8Array> {
  const { handle, size } = await openRegularFile(path, reading);
  const { code, fix, at = path } = reading;
  try {
    if (size > most) {
      throw new UserError(code, `has ${size} bytes: at most ${most} are read`, { at, fix });
    }
    const bytes = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await handle.read(bytes, filled, size - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(code, reasonOf(cause), { at, fix, cause });
  } finally {
    await handle.close();
  }
}

function checkRegular(found: Stats, path: string, { code, fix, at = path }: Reading): void {
  if (found.isFile()) return;
  throw new UserError(code, `is ${kindOf(found)}, expected a file`, { at, fix });
}

/** What there is at a path. */
export function kindOf(found: Stats | BigIntStats): string {
  if (found.isFile()) return 'a file';
  if (found.isDirectory()) return 'a folder';
  if (found.isSymbolicLink()) return 'a link';
  if (found.isFIFO()) return 'a pipe';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}
