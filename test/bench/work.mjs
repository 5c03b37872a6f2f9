/** Where a bench puts what it makes. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is there until this process ends. */
export function makeWork() {
  const work = mkdtempSync(join(tmpdir(), 'netwright-bench-'));
  process.on('exit', () => rmSync(work, { recursive: true, force: true }));
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.on(signal, () => process.exit(130));
  return work;
}
