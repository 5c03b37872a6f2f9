/**
 * A package is the old or the new one, whatever goes wrong and whenever: each operation of the disk fails in turn, or
 * is the last that the process does. And of several processes that write at once, one wins, and the others say so.
 */

import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seeFolder, seePackage, writePackage, writeWeights } from '../../compiler/driver/package/write.ts';
import { UserError } from '../../compiler/errors.ts';
import type { Disk } from '../../compiler/files/disk.ts';
import {
  expected,
  type Fault,
  faulty,
  filesOf,
  first,
  leftIn,
  makeFolder,
  packing,
  randomOf,
  second,
  seenBy,
  slow,
  textsOf,
  third,
} from './disk.ts';

const root = makeFolder();
let count = 0;

/** What the user has beside the package. */
const mine = { NOTES: 'mine', 'data/cat.txt': 'mine too' };

/** A package, and things of the user's beside it. */
async function packageOf(name: string, ...more: readonly string[]): Promise<string> {
  const folder = join(root, `${count++}`);
  await writePackage(folder, filesOf(name, ...more), 'none', { pack: packing(name) });
  mkdirSync(join(folder, 'data'));
  for (const [path, text] of Object.entries(mine)) writeFileSync(join(folder, path), text);
  return folder;
}

const old = expected(filesOf('old', 'stale.txt', 'bin/old'), { ...mine, 'weights.bin': 'old weights' });
const next = expected(filesOf('new', 'device/new.cuh'), { ...mine, 'weights.bin': 'new weights' });
const last = expected(filesOf('last'), { ...mine, 'weights.bin': 'last weights' });

const oldPackage = (): Promise<string> => packageOf('old', 'stale.txt', 'bin/old');

const writeNew = (folder: string, disk: Disk) =>
  writePackage(folder, filesOf('new', 'device/new.cuh'), 'none', {
    pack: packing('new'),
    before: { stale: ['stale.txt', 'bin'], added: ['device'] },
    disk,
  });

/** What is in a folder, without what of ours is still to be tidied up. */
const packageIn = (folder: string) =>
  Object.fromEntries(Object.entries(textsOf(folder)).filter(([path]) => !path.startsWith('.netwright-')));

/** The next compile, of a process that finds the first one gone. */
const writeLast = (folder: string, disk = seenBy(second)) =>
  writePackage(folder, filesOf('last'), 'none', {
    pack: packing('last'),
    before: { stale: ['stale.txt', 'bin', 'device'], added: [] },
    disk,
  });

/** Does something on a disk whose first operation fails, then its second, until all have. @returns how many */
async function eachFault(fault: Fault, body: (disk: Disk) => Promise<void>): Promise<number> {
  for (let at = 1; ; at++) {
    const { disk, reached } = faulty(seenBy(first), at, fault);
    await body(disk);
    if (!reached()) return at - 1;
  }
}

describe('over an earlier package', () => {
  test('an operation that fails leaves the old one, or is only of tidying up', async () => {
    const operations = await eachFault('error', async disk => {
      const folder = await oldPackage();
      const result = await writeNew(folder, disk).catch((error: unknown) => error);
      expect(packageIn(folder)).toEqual(result === 'packed' ? next : old);
      await writeLast(folder);
      expect(textsOf(folder)).toEqual(last);
      expect(leftIn(folder)).toEqual([]);
    });
    expect(operations).toBeGreaterThan(30);
  });

  test('a process that ends leaves the old one or the new, or what the next compile takes', async () => {
    const outcomes = new Set<string>();
    await eachFault('kill', async disk => {
      const folder = await oldPackage();
      await writeNew(folder, disk).catch(() => undefined);
      if ('plan.json' in packageIn(folder)) {
        expect([old, next]).toContainEqual(packageIn(folder));
      } else expect(existsSync(join(folder, '.netwright-turn'))).toBe(true);

      // Whoever looks into the folder next sets it right, whether it writes then or not.
      await seeFolder(folder, seenBy(second));
      const settled = packageIn(folder);
      expect([old, next]).toContainEqual(settled);
      outcomes.add(settled['README.md'] ?? '');
      await writeLast(folder);
      expect(textsOf(folder)).toEqual(last);
      expect(leftIn(folder)).toEqual([]);
    });
    expect([...outcomes].sort()).toEqual(['new', 'old']);
  });

  test('a second process that ends while it sets the folder right leaves it to a third', async () => {
    let tried = 0;
    for (let at = 20, isInTurn = true; isInTurn || tried === 0; at += 5) {
      for (let then = 1, isReached = true; isReached; then += 4) {
        const folder = await oldPackage();
        await writeNew(folder, faulty(seenBy(first), at, 'kill').disk).catch(() => undefined);
        isInTurn = existsSync(join(folder, '.netwright-turn'));
        if (!isInTurn) break;
        const again = faulty(seenBy(second), then, 'kill');
        await writeLast(folder, again.disk).catch(() => undefined);
        await writeLast(folder, seenBy(third));
        expect(textsOf(folder)).toEqual(last);
        expect(leftIn(folder)).toEqual([]);
        isReached = again.reached();
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(20);
  });
});

describe('into a folder that is not there', () => {
  const place = (): readonly [string, string] => {
    const above = join(root, `${count++}`);
    return [above, join(above, 'of', 'mine')];
  };
  const write = (folder: string, disk: Disk) =>
    writePackage(folder, filesOf('new'), 'none', { pack: packing('new'), disk });
  const whole = expected(filesOf('new'), { 'weights.bin': 'new weights' });

  test('an operation that fails leaves nothing, not even the folder', async () => {
    await eachFault('error', async disk => {
      const [above, folder] = place();
      const result = await write(folder, disk).catch((error: unknown) => error);
      if (result === 'packed') expect(packageIn(folder)).toEqual(whole);
      // Removing it may be what fails.
      else expect(textsOf(above)).toEqual({});
    });
    const [above, folder] = place();
    const full = { ...seenBy(first), write: () => Promise.reject(new Error('ENOSPC')) };
    await expect(write(folder, full)).rejects.toThrow('ENOSPC');
    expect(existsSync(above)).toBe(false);
  });

  test('a process that ends leaves what the next compile takes', async () => {
    await eachFault('kill', async disk => {
      const [, folder] = place();
      await write(folder, disk).catch(() => undefined);
      await writePackage(folder, filesOf('last'), 'none', { pack: packing('last'), disk: seenBy(second) });
      expect(textsOf(folder)).toEqual(expected(filesOf('last'), { 'weights.bin': 'last weights' }));
      expect(leftIn(folder)).toEqual([]);
    });
  });
});

describe('weights alone', () => {
  const repacked = { ...old, 'weights.bin': 'new weights' };

  test.each(['error', 'kill'] as const)('are the old or the new, whole: %s', async fault => {
    await eachFault(fault, async disk => {
      const folder = await oldPackage();
      const seen = await seePackage(folder);
      const result = await writeWeights(folder, packing('new'), seen, disk).then(
        () => 'packed',
        () => 'failed',
      );
      expect(result === 'packed' ? [repacked] : [old, repacked]).toContainEqual(packageIn(folder));
      const after = seenBy(second);
      await writeWeights(folder, packing('last'), await seePackage(folder, after), after);
      expect(textsOf(folder)).toEqual({ ...old, 'weights.bin': 'last weights' });
      expect(leftIn(folder)).toEqual([]);
    });
  });
});

describe('several at once', () => {
  const writers = ['a', 'b', 'c', 'd', 'e'];
  /** Each in a process of its own, all of which run. */
  const running = writers.map((_, i) => first + 10 + i);

  test.each([
    ['over a package', async () => oldPackage()],
    ['into a folder that is not there', async () => join(root, `${count++}`)],
    [
      'over what a process has left that was killed in its turn',
      async () => {
        const folder = await oldPackage();
        for (let at = 1; !existsSync(join(folder, '.netwright-turn')); at++) {
          rmSync(folder, { recursive: true });
          const again = await oldPackage();
          const { disk } = faulty(seenBy(first), at + 25, 'kill');
          await writeNew(again, disk).catch(() => undefined);
          if (existsSync(join(again, '.netwright-turn'))) return again;
        }
        return folder;
      },
    ],
  ])('%s: one package is there in the end, whole, and the others say so', async (_, prepare) => {
    for (let round = 0; round < 10; round++) {
      const folder = await prepare();
      const outcomes = await Promise.allSettled(
        writers.map((name, i) =>
          writePackage(folder, filesOf(name), 'none', {
            pack: packing(name),
            before: { stale: ['stale.txt', 'bin', 'device'], added: [] },
            disk: slow(seenBy(running[i] ?? 0, running), randomOf(100 * round + i)),
          }),
        ),
      );
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') continue;
        expect(outcome.reason).toBeInstanceOf(UserError);
        expect(outcome.reason.code).toMatch(/^folder-(busy|changed)$/);
        expect(outcome.reason.fix).toMatch(/./);
      }
      const winners = writers.filter((_, i) => outcomes[i]?.status === 'fulfilled');
      const others = existsSync(join(folder, 'NOTES')) ? mine : {};
      const whole = winners.map(name =>
        expected(filesOf(name), { ...others, 'weights.bin': `${name} weights` }),
      );
      expect(whole).toContainEqual(textsOf(folder));
      expect(leftIn(folder)).toEqual([]);
    }
  });

  test('a package that was compiled meanwhile is not replaced by weights of the old plan', async () => {
    const folder = await oldPackage();
    const seen = await seePackage(folder);
    await writeLast(folder);
    await expect(writeWeights(folder, packing('new'), seen)).rejects.toMatchObject({
      code: 'folder-changed',
    });
    expect(textsOf(folder)).toEqual(last);
  });

  test('nor by one that was begun before', async () => {
    const folder = await oldPackage();
    const seen = await seeFolder(folder);
    await writeLast(folder);
    const late = writePackage(folder, filesOf('new'), 'none', { seen });
    await expect(late).rejects.toMatchObject({ code: 'folder-changed' });
    expect(textsOf(folder)).toEqual(last);
  });

  test('where a process is in its turn, others say which, and leave it alone', async () => {
    const folder = await oldPackage();
    for (let at = 30; !existsSync(join(folder, '.netwright-turn')); at++) {
      await writeNew(folder, faulty(seenBy(first), at, 'kill').disk).catch(() => undefined);
    }
    const before = textsOf(folder);
    const both = seenBy(second, [first, second]);
    for (const attempt of [() => writeLast(folder, both), () => seePackage(folder, both)]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'folder-busy',
        message: expect.stringContaining(`process ${first}`),
      });
    }
    expect(textsOf(folder)).toEqual(before);
  });
});

describe('what is not ours', () => {
  test('is neither followed nor removed, whatever its name', async () => {
    const folder = await oldPackage();
    const victim = join(root, 'victim');
    mkdirSync(victim);
    writeFileSync(join(victim, 'new'), 'precious');
    const names = [
      '.netwright-partial',
      'weights.bin.partial',
      'plan.json.netwright-partial',
      '.netwright-0a0a0a0a-1-0a0a0a0a0a0a',
      '.netwright-turn-mine',
    ];
    for (const name of names) symlinkSync(victim, join(folder, name));
    mkdirSync(join(folder, '.netwright-0b0b0b0b-1-0b0b0b0b0b0b'));
    writeFileSync(join(folder, '.netwright-0b0b0b0b-1-0b0b0b0b0b0b/thesis.txt'), 'precious');
    await writeLast(folder);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(names));
    expect(textsOf(victim)).toEqual({ new: 'precious' });
    expect(textsOf(folder)['.netwright-0b0b0b0b-1-0b0b0b0b0b0b/thesis.txt']).toBe('precious');
  });

  test.each([
    ['a link', (path: string) => symlinkSync(root, path)],
    ['a file', (path: string) => writeFileSync(path, '')],
    ['a folder', (path: string) => cpSync(import.meta.dirname, path, { recursive: true })],
  ])('%s that has the name of a turn is named, and stays', async (_, make) => {
    const folder = await oldPackage();
    make(join(folder, '.netwright-turn'));
    const before = textsOf(folder);
    await expect(writeLast(folder)).rejects.toMatchObject({ code: 'foreign-turn' });
    expect(textsOf(folder)).toEqual(before);
  });

  test('a folder of links in place of a package’s is replaced, and what they lead to stays', async () => {
    const folder = await oldPackage();
    const elsewhere = join(root, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'index.ts'), 'precious');
    rmSync(join(folder, 'src'), { recursive: true });
    symlinkSync(elsewhere, join(folder, 'src'));
    await writeLast(folder);
    expect(textsOf(elsewhere)).toEqual({ 'index.ts': 'precious' });
    expect(textsOf(folder)).toEqual(last);
  });

  test('a file of the user’s by a name that only the new package has is not replaced', async () => {
    const folder = await oldPackage();
    mkdirSync(join(folder, 'device'));
    writeFileSync(join(folder, 'device/mine'), 'precious');
    const before = textsOf(folder);
    await expect(writeNew(folder, seenBy(first))).rejects.toMatchObject({ code: 'file-in-the-way' });
    expect(textsOf(folder)).toEqual(before);
  });

  test('a link that is named as the folder stays one, and so does weights.bin where it is one', async () => {
    const folder = await oldPackage();
    const link = join(root, 'link');
    symlinkSync(folder, link);
    await writeLast(link);
    expect(textsOf(folder)).toEqual(last);
    rmSync(join(folder, 'weights.bin'));
    writeFileSync(join(root, 'weights'), 'precious');
    symlinkSync(join(root, 'weights'), join(folder, 'weights.bin'));
    const attempt = writeWeights(folder, packing('new'), await seePackage(folder));
    await expect(attempt).rejects.toMatchObject({ code: 'no-output' });
    expect(textsOf(root).weights).toBe('precious');
  });
});
