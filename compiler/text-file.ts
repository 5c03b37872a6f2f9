/** Text files from anyone: nothing is read before it is known to be a file of a size that can be read. */

import { UserError } from './errors.ts';
import { readRegularFile } from './files/regular.ts';

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
  const bytes = await readRegularFile(path, { code, fix }, most);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.trim() !== '') return text;
  } catch (cause) {
    throw refused('is not text in UTF-8', cause);
  }
  throw refused('is empty');
}
