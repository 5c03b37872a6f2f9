/** The few operations that writers use: tests make each of them fail, or be the last. */

import type { BigIntStats } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { codeOf } from './reasons.ts';

/** A disk, and the process that uses it. None of its operations follows a link that a path ends in. */
export interface Disk {
  readonly process: number;
  /** Whether there is a process of this number on this machine. */
  isRunning(process: number): boolean;
  /** What is there; nothing is `undefined`. */
  look(path: string): Promise<BigIntStats | undefined>;
  /** The names in a folder; there are none in what is not there. */
  list(path: string): Promise<readonly string[]>;
  /** Makes a folder where there is nothing. */
  makeFolder(path: string): Promise<void>;
  /** Makes a folder and those above it where they are not there. @returns the uppermost that it made */
  makeFolders(path: string): Promise<string | undefined>;
  /** Writes a file where there is nothing. */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Renames; a file or an empty folder that is in the way is replaced. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file, a link, or a folder with all that is in it; or nothing. */
  remove(path: string): Promise<void>;
  /** Removes a folder that is empty. */
  removeEmpty(path: string): Promise<void>;
}

/** The disk of this machine. */
export const disk: Disk = {
  process: process.pid,
  isRunning(number) {
    try {
      return process.kill(number, 0);
    } catch (error) {
      // There is one, of another user.
      return codeOf(error) === 'EPERM';
    }
  },
  look: path => unless(['ENOENT', 'ENOTDIR'], lstat(path, { bigint: true }), undefined),
  list: path => unless(['ENOENT'], readdir(path), []),
  makeFolder: path => mkdir(path),
  makeFolders: path => mkdir(path, { recursive: true }),
  // Exclusive: neither a file that is there nor a link that leads to one is written.
  write: (path, content) => writeFile(path, content, { flag: 'wx' }),
  move: rename,
  remove: path => rm(path, { recursive: true, force: true }),
  removeEmpty: rmdir,
};

async function unless<T, U>(codes: readonly string[], attempt: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await attempt;
  } catch (error) {
    if (codes.includes(codeOf(error) ?? '')) return otherwise;
    throw error;
  }
}
