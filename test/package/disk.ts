/** Disks that fail, processes that are killed in the midst of something, and what they leave. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Disk, disk } from '../../compiler/files/disk.ts';
import type { PackageFile } from '../../compiler/target.ts';

/** Processes of the tests: no machine has one of such a number. */
export const [first, second, third] = [4_000_000_001, 4_000_000_002, 4_000_000_003];

/** The real disk, as a process sees it of which tests say who else runs. */
export const seenBy = (process: number, running: readonly number[] = [process]): Disk => ({
  ...disk,
  process,
  isRunning: number => running.includes(number),
});

const operations = [
  'look',
  'list',
  'makeFolder',
  'makeFolders',
  'write',
  'move',
  'remove',
  'removeEmpty',
] as const;

/** How an operation goes wrong: it fails and the process goes on, or the process ends with it. */
export type Fault = 'error' | 'kill';

/** A disk whose operation of a number goes wrong. What is written then is written by half. */
export function faulty(base: Disk, at: number, fault: Fault): { readonly disk: Disk; reached(): boolean } {
  let count = 0;
  const wrong = (): Error =>
    fault === 'kill'
      ? new Error('killed')
      : Object.assign(new Error('EIO: i/o error'), { code: 'EIO', syscall: 'test' });
  const result: Record<string, unknown> = { ...base };
  for (const name of operations) {
    const operation = base[name] as (...args: readonly unknown[]) => Promise<unknown>;
    result[name] = async (...args: readonly unknown[]) => {
      count++;
      if (count < at || (count > at && fault === 'error')) return operation(...args);
      if (count === at && name === 'write') {
        const [path, content] = args as [string, string | Uint8Array];
        await base.write(path, content.slice(0, Math.floor(content.length / 2)));
      }
      throw wrong();
    };
  }
  return { disk: result as unknown as Disk, reached: () => count >= at };
}

/** A disk that takes its time, never the same twice: others get between any two operations. */
export function slow(base: Disk, random: () => number): Disk {
  const result: Record<string, unknown> = { ...base };
  for (const name of operations) {
    const operation = base[name] as (...args: readonly unknown[]) => Promise<unknown>;
    result[name] = async (...args: readonly unknown[]) => {
      for (let wait = Math.floor(random() * 4); wait > 0; wait--) await new Promise(setImmediate);
      return operation(...args);
    };
  }
  return result as unknown as Disk;
}

/** Numbers in [0, 1), the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A folder for a test file, which goes in the end. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'netwright-package-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The files of a package: what is in them says whose they are. */
export const filesOf = (name: string, ...more: readonly string[]): readonly PackageFile[] => [
  { path: 'README.md', text: name },
  { path: 'plan.json', text: JSON.stringify({ version: 1, target: 'test', recipe: {}, name }) },
  { path: 'src/index.ts', text: `${name} index` },
  { path: 'src/kernels/one.ts', text: `${name} one` },
  ...more.map(path => ({ path, text: name })),
];

/** What packs weights that say whose they are. */
export const packing =
  (name: string) =>
  async (path: string): Promise<void> =>
    writeFileSync(path, `${name} weights`, { flag: 'wx' });

/** The text of every file under a folder by its path; of nothing, none. */
export function textsOf(folder: string): Readonly<Record<string, string>> {
  let entries: ReturnType<typeof listed>;
  try {
    entries = listed(folder);
  } catch {
    return {};
  }
  return Object.fromEntries(
    entries.map(path => [path.slice(folder.length + 1), readFileSync(path, 'utf8')] as const).sort(),
  );
}

const listed = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

/** The same of a package as it should be. */
export const expected = (
  files: readonly PackageFile[],
  others: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(files.map(({ path, text }) => [path, text ?? ''])),
  ...others,
});

/** Folders of ours that are left in one. */
export const leftIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).filter(name => name.startsWith('.netwright-'));
  } catch {
    return [];
  }
};
