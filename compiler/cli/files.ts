/** Results that may go to a file: written beside it first, then moved to its place. */

import { rename, rm, writeFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { note, print } from './output.ts';

/** Writes a text file whole, or not at all. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const aside = `${file}.netwright-partial`;
  try {
    await writeFile(aside, text);
    await rename(aside, file);
  } finally {
    await rm(aside, { force: true });
  }
}

/**
 * Prints a text, or writes it to a file.
 *
 * @param out - the file, where one was named
 * @throws UserError where a page would flood a terminal
 */
export async function deliver(text: string, out: string | undefined, isPage = false): Promise<void> {
  if (out !== undefined) {
    await writeWhole(out, text);
    note(out);
  } else if (isPage && process.stdout.isTTY) {
    throw new UserError('no-output', 'HTML is not for a terminal', {
      fix: 'write it to a file: `--out network.html`',
    });
  } else print(text.trimEnd());
}
