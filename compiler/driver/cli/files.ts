/** Results that may go to a file. */

import { UserError } from '../../errors.ts';
import { writeWhole } from '../../files/whole.ts';
import { note, print } from './output.ts';

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
  } else if (isPage) {
    // A page is for a browser, to the letter.
    process.stdout.write(`${text.trimEnd()}\n`);
  } else print(text.trimEnd());
}
