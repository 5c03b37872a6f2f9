/** Which images, of which classes: folders, lists, names; and how answers are counted. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { Classes, readClassMap } from '../../compiler/driver/evaluation/classes.ts';
import { readFolder, readList, type Sample, sampled } from '../../compiler/driver/evaluation/dataset.ts';
import { answerOf, Tally } from '../../compiler/driver/evaluation/tally.ts';

const root = mkdtempSync(join(tmpdir(), 'netwright-dataset-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
});

const write = (path: string, text = ''): string => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  return join(root, path);
};
const fill = (...paths: string[]): void => {
  for (const path of paths) write(path);
};

const pets = new Classes(3, ['Egyptian cat', 'dog', 'Bird']);
const told = (samples: readonly Sample[]): string[] => samples.map(({ name, label }) => `${name} ${label}`);

describe('a folder for each class', () => {
  test('is found by its label, whatever its case and spaces; files in the order of their names', async () => {
    fill(
      'egyptian_cat/b.JPG',
      'egyptian_cat/a.png',
      'DOG/deep/x.webp',
      'DOG/notes.txt',
      'bird/.hidden.png',
      '.git/x.png',
    );
    expect(told(await readFolder(root, pets))).toEqual([
      'egyptian_cat/a.png 0',
      'egyptian_cat/b.JPG 0',
      'DOG/deep/x.webp 1',
    ]);
  });

  test('or by its number, where the package has no labels, and where it has', async () => {
    fill('0/a.png', '2/b.png', '10/c.png');
    expect(told(await readFolder(root, new Classes(11, undefined)))).toEqual([
      '0/a.png 0',
      '2/b.png 2',
      '10/c.png 10',
    ]);
    rmSync(join(root, '10'), { recursive: true });
    expect(told(await readFolder(root, pets))).toEqual(['0/a.png 0', '2/b.png 2']);
  });

  test('or by a map', async () => {
    fill('n02123045/a.png', 'n02084071/b.png');
    const map = await readClassMap(write('map.txt', 'n02123045 Egyptian cat\nn02084071\t1\n'));
    expect(told(await readFolder(root, new Classes(3, ['Egyptian cat', 'dog', 'Bird'], map)))).toEqual([
      'n02123045/a.png 0',
      'n02084071/b.png 1',
    ]);
    expect(await readClassMap(write('map.json', '{"n1": "dog", "n2": 0}'))).toEqual(
      new Map([
        ['n1', 'dog'],
        ['n2', '0'],
      ]),
    );
  });

  test.each([
    ['there is no such folder', [], 'none'],
    ['it is a file, expected a folder', ['a.png'], 'a.png'],
    ['it is empty', ['x/y'], 'x/z'],
    ['it holds 1 files and no folder', ['x/a.png'], 'x'],
    ['its 1 folders hold no images', ['x/dog/a.txt'], 'x'],
    [
      '1 of 2 folders are of no class that the package knows: dgo (nearest: dog); expected a label, such as',
      ['x/dgo/a.png', 'x/bird/a.png'],
      'x',
    ],
    ['train holds folders itself: perhaps --images', ['x/train/dog/a.png'], 'x'],
    ["these are WordNet's numbers", ['x/n02123045/a.png'], 'x'],
    ['dog and Dog are one class', ['x/dog/a.png', 'x/Dog/a.png'], 'x'],
    ['3 is', ['x/3/a.png'], 'x'],
  ])('%s', async (message, paths, folder) => {
    fill(...paths);
    if (message === 'it is empty') mkdirSync(join(root, folder));
    const expected =
      message === '3 is' ? '1 of 1 folders are of no class that the package knows: 3;' : message;
    await expect(readFolder(join(root, folder), pets)).rejects.toThrow(
      expected.replace('dog and Dog', 'Dog and dog'),
    );
  });

  test('two classes of one name are told apart by nobody', async () => {
    fill('crane/a.png');
    await expect(readFolder(root, new Classes(2, ['crane', 'crane']))).rejects.toThrow(
      'crane is the name of classes 0 and 1',
    );
  });
});

describe('a list', () => {
  const read = (text: string, folder?: string) => readList(write('list.txt', text), folder, pets);

  test.each([
    ['tabs', 'a b.png\tEgyptian cat\nc.png\t1\n'],
    ['commas, quotes and a heading', 'path,label\r\n"a b.png","Egyptian cat"\r\nc.png,dog\r\n'],
    ['spaces, and numbers', 'a b.png 0\nc.png 1'],
  ])('with %s', async (_, text) => {
    const samples = await read(text);
    expect(told(samples)).toEqual(['a b.png 0', 'c.png 1']);
    expect(samples[1]?.path).toBe(join(root, 'c.png'));
  });

  test('has its paths from another folder where that is said', async () => {
    expect((await read('x/c.png dog', '/images'))[0]?.path).toBe('/images/x/c.png');
  });

  test.each([
    ['a class that is none', 'a.png dog\nb.png wolf', 'list.txt:2: no class is called wolf'],
    ['a number that is none', 'a.png 3', 'list.txt:1: no class is called 3'],
    ['a path alone', 'a.png', 'list.txt:1: expected a path and a label'],
    ['a heading alone', 'path,label\n', 'names no images'],
    ['nothing', '\n\n', 'is empty'],
  ])('%s is refused', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});

test('a limit takes evenly of classes and of their images, the same every time', () => {
  const all = [8, 2, 6].flatMap((count, label) =>
    Array.from({ length: count }, (_, i) => ({ path: '', name: `${label}${i}`, label })),
  );
  const names = (most: number): string =>
    sampled(all, most)
      .map(({ name }) => name)
      .join(' ');
  expect(names(6)).toBe('00 04 10 11 20 23');
  expect(names(4)).toBe('00 04 10 20');
  // A class with few images leaves its share to the others.
  expect(names(10)).toBe('00 02 04 06 10 11 20 21 23 24');
  expect(sampled(all, 100)).toBe(all);
});

test('of equal outputs the first comes first, as in PyTorch', () => {
  const outputs = Float32Array.of(1, 3, 3, 2);
  expect(answerOf(outputs, 1)).toEqual({ label: 1, predicted: 1, rank: 0 });
  expect(answerOf(outputs, 2)).toEqual({ label: 2, predicted: 1, rank: 1 });
  expect(answerOf(outputs, 0)).toEqual({ label: 0, predicted: 1, rank: 3 });
  expect(answerOf(Float32Array.of(1, Number.NaN), 0)).toBeUndefined();
});

test('a tally counts what has no answer as wrong', () => {
  const tally = new Tally();
  for (const [label, outputs] of [
    [0, [2, 1, 0]],
    [0, [0, 1, 2]],
    [2, [0, 1, 2]],
    [2, [3, 1, 2]],
    [2, [5, 1, 2]],
  ] as const) {
    tally.add(label, answerOf(Float32Array.from(outputs), label));
  }
  tally.add(1, undefined);
  expect(tally.score()).toEqual({
    images: 6,
    correct: 2,
    top5: 5,
    classes: [
      { index: 0, images: 2, correct: 1 },
      { index: 1, images: 1, correct: 0 },
      { index: 2, images: 3, correct: 1 },
    ],
    confusions: [
      { label: 2, predicted: 0, images: 2 },
      { label: 0, predicted: 2, images: 1 },
    ],
  });
});
