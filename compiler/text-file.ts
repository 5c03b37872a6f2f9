/** Text files from anyone: nothing is read before it is known to be a file of a size that can be read. */

import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { UserError } from './errors.ts';

/** What is being read. */
export interface TextFile {
  /** The code of errors. */
  readonly code: string;
  /** The most bytes that are read. */
  readonly most: number;
  /** What to give instead, for errors. */
  readonly fix: string;
}

/**
 * Reads a file of UTF-8.
 *
 * @throws UserError if there is no such file, it is a folder, a pipe or the like (reading could wait for ever), empty,
 *   too large, or not UTF-8
 */
export async function readTextFile(path: string, { code, most, fix }: TextFile): Promise<string> {
  const refused = (problem: string, cause?: unknown): UserError =>
    new UserError(code, problem, { at: path, fix, cause });
  const bytes = await readBytes(path, most, refused);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.trim() !== '') return text;
  } catch (cause) {
    throw refused('is not text in UTF-8', cause);
  }
  throw refused('is empty');
}

async function readBytes(
  path: string,
  most: number,
  refused: (problem: string, cause?: unknown) => UserError,
): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw refused('is a folder, expected a file');
    if (!found.isFile()) throw refused('is no regular file');
    const file = await open(path, constants.O_RDONLY);
    try {
      const { size } = await file.stat();
      if (size > most) throw refused(`has ${size} bytes: at most ${most} are read`);
      const { bytesRead, buffer } = await file.read(new Uint8Array(size), 0, size, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw refused(reasonOf(cause), cause);
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return 'no such file';
  return `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
}
