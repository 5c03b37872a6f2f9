/** Every target has a folder here, and in it the conformance suite: one that is added without is told. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { targets } from '../../targets/index.ts';

test.each(targets.map(({ name }) => name))('%s runs the conformance suite', name => {
  for (const table of ['operators', 'epilogues', 'layouts']) {
    const file = fileURLToPath(new URL(`./${name}/${table}.test.ts`, import.meta.url));
    expect(existsSync(file), `test/targets/${name}/${table}.test.ts is missing`).toBe(true);
  }
});
