/** Which way imports point: of the compiler, only what drives a whole compilation knows targets. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every import between sources of these folders, as `from -> to`, paths from the root. */
function imports(folder: string): readonly { readonly from: string; readonly to: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => posix.join(folder, path.replaceAll('\\', '/')))
    .flatMap(from =>
      [...readFileSync(join(root, from), 'utf8').matchAll(/(?:from |import\(|import )'(\.[^']*)'/g)].map(
        ([, to = '']) => ({ from, to: posix.join(dirname(from), to) }),
      ),
    );
}

/** Imports of what lies in one of the folders. */
const into = (all: ReturnType<typeof imports>, ...folders: readonly string[]) =>
  all
    .filter(({ to }) => folders.some(folder => to.startsWith(folder)))
    .map(({ from, to }) => `${from} -> ${to}`);

test('nothing in the compiler but its driver imports targets, or the driver', () => {
  const all = imports('compiler');
  expect(all.length).toBeGreaterThan(500);
  const core = all.filter(({ from }) => !from.startsWith('compiler/driver/'));
  expect(into(core, 'targets/', 'compiler/driver/')).toEqual([]);
});

test('targets and specs import nothing of the driver', () => {
  expect(into([...imports('targets'), ...imports('specs')], 'compiler/driver/')).toEqual([]);
});
