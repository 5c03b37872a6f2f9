/** Temporary folders of the operating system, which go when they are no longer needed: after Ctrl-C too. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtEnd } from './interrupt.ts';

/** Does something in a folder of its own, which is removed then. */
export async function inTemporaryFolder<R>(prefix: string, body: (folder: string) => Promise<R>): Promise<R> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  const forget = removeAtEnd(folder);
  try {
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    forget();
  }
}
