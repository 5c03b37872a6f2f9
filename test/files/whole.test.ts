/** One file: it is the old or the new, whole, whatever goes wrong; and what is there that is no file stays. */

import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../compiler/errors.ts';
import { writeWhole } from '../../compiler/files/whole.ts';
import { faulty, first, leftIn, makeFolder, second, seenBy } from '../package/disk.ts';

const root = makeFolder();
let count = 0;

function folderWith(content?: string): string {
  const folder = join(root, `${count++}`);
  mkdirSync(folder);
  if (content !== undefined) writeFileSync(join(folder, 'file'), content);
  return folder;
}

describe.each(['error', 'kill'] as const)('a disk on which each operation in turn fails: %s', fault => {
  test.each([
    ['over a file', 'old'],
    ['where there is none', undefined],
  ])('%s', async (_, before) => {
    for (let at = 1, isReached = true; isReached; at++) {
      const folder = folderWith(before);
      const path = join(folder, 'file');
      const { disk, reached } = faulty(seenBy(first), at, fault);
      const error = await writeWhole(path, 'new content', disk).catch((cause: unknown) => cause);
      const there = readdirSync(folder).includes('file') ? readFileSync(path, 'utf8') : undefined;
      expect([before, 'new content']).toContain(there);
      if (error === undefined) expect(there).toBe('new content');
      else expect(error).toBeInstanceOf(UserError);
      if (fault === 'error' && error !== undefined) expect(there).toBe(before);
      await writeWhole(path, 'last', seenBy(second));
      expect(readFileSync(path, 'utf8')).toBe('last');
      expect(leftIn(folder)).toEqual([]);
      isReached = reached();
    }
  });
});

test('a file is written into what a link to a folder leads to, and the path may be one name alone', async () => {
  const folder = folderWith();
  symlinkSync(folder, join(root, 'link'));
  await writeWhole(join(root, 'link', 'file'), 'new');
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('new');
});

test.each([
  ['a folder', (path: string) => mkdirSync(path), 'is a folder, expected a file'],
  [
    'a link to a file',
    (path: string) => symlinkSync('target', path),
    'is a link, which is neither followed nor',
  ],
  ['a link to a device', (path: string) => symlinkSync('/dev/null', path), 'is a link, which is neither'],
])('%s in its place stays', async (_, make, problem) => {
  const folder = folderWith();
  writeFileSync(join(folder, 'target'), 'precious');
  make(join(folder, 'file'));
  await expect(writeWhole(join(folder, 'file'), 'new')).rejects.toThrow(problem);
  expect(readdirSync(folder).sort()).toEqual(['file', 'target']);
  expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('precious');
});

test('of a folder that is not there, and of a name that is too long, the reason is said', async () => {
  await expect(writeWhole(join(root, 'none', 'file'), '')).rejects.toThrow('its folder does not exist');
  await expect(writeWhole(join(folderWith(), 'x'.repeat(300)), '')).rejects.toThrow('its name is too long');
});
