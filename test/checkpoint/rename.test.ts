/** Rename maps: read and printed, applied to checkpoints with and without `module.`, and what is none refused. */

import { truncateSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { printRenameMap, type RenameMap, readRenameMap } from '../../compiler/checkpoint/index.ts';
import { UserError } from '../../compiler/errors.ts';
import { madeOf, matching, scratchFile } from './files.ts';

const mapFile = (content: string | Uint8Array): string => scratchFile('names.json', content);
const read = (content: string | Uint8Array): Promise<RenameMap> => readRenameMap(mapFile(content));

/** The message of the refusal, without the scratch folder. */
async function refusal(file: string): Promise<string> {
  const error: unknown = await readRenameMap(file).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  const message = error instanceof UserError ? error.message : '';
  expect(message.startsWith(`${file}: `)).toBe(true);
  expect(message.length).toBeLessThan(600);
  return message.slice(file.length + 2);
}

describe('a map', () => {
  const names = new Map([
    ['conv1.weight', 'stem.weight'],
    ['10', '9'],
    ['__proto__', 'constructor'],
    ['constructor', '__proto__'],
    ['größe "a"\n', 'b'],
  ]);

  test('prints one name a line, in its order', () => {
    expect(printRenameMap(names)).toBe(
      '{\n  "conv1.weight": "stem.weight",\n  "10": "9",\n  "__proto__": "constructor",\n' +
        '  "constructor": "__proto__",\n  "größe \\"a\\"\\n": "b"\n}\n',
    );
    expect(printRenameMap(new Map())).toBe('{}\n');
  });

  test.each([[names], [new Map<string, string>()]])('reads as it was printed', async map => {
    const again = await read(printRenameMap(map));
    expect(new Map(again)).toEqual(new Map(map));
    expect(again.get('toString')).toBeUndefined();
  });
});

test('a hundred thousand names are no matter', { timeout: 10_000 }, async () => {
  const names = new Map(Array.from({ length: 100_000 }, (_, i) => [`old.${i}`, `new.${i}`]));
  const file = mapFile(printRenameMap(names));
  expect((await readRenameMap(file)).size).toBe(100_000);
});

describe('refuses', () => {
  test.each<readonly [string, string | Uint8Array, RegExp]>([
    ['an empty file', '', /^is empty\n {2}fix: give a JSON object of names, as `netwright diff/],
    ['what is no JSON', 'a: b', /^not JSON: /],
    ['what is no UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), /^is not text in UTF-8/],
    ['a list', '["a", "b"]', /^expected an object of names, got \["a", "b"\]/],
    ['null', 'null', /^expected an object of names, got null/],
    ['a huge text', `"${'x'.repeat(1_000_000)}"`, /^expected an object of names, got "x+…x+"/],
    ['a number', '{"a": 1}', /^a: expected a name, got 1\n/],
    ['null as a name', '{"a": null}', /^a: expected a name, got null/],
    ['an empty name', '{"a": ""}', /^a: expected a name, got an empty name/],
    ['a list as a name', '{"a": ["b"]}', /^nests more than 1 deep/],
    ['a map in a map', '{"names": {"a": "b"}}', /^nests more than 1 deep/],
    ['deep nesting', '{"a":'.repeat(100_000), /^nests more than 1 deep/],
    ['an old name twice', '{"a": "b", "\\u0061": "c"}', /^the key a appears twice/],
    ['a new name twice', '{"a": "c", "b": "c"}', /^a and b both become c\n {2}fix: give each tensor/],
    ['terminal escapes', '{"\\u009b2J": 1}', /^"\\u009b2J": expected a name/],
    ['a long name', JSON.stringify({ ['n'.repeat(1_000_000)]: 1 }), /^n+…n+: expected a name/],
  ])('%s', async (_, content, message) => {
    expect(await refusal(mapFile(content))).toMatch(message);
  });

  test('what is no file, or too large', async () => {
    expect(await refusal(scratchFile('none.json'))).toMatch(/^no such file\n {2}fix: /);
    expect(await refusal(import.meta.dirname)).toMatch(/^is a folder, expected a file/);
    const large = scratchFile('large.json', '');
    truncateSync(large, 2 ** 30);
    expect(await refusal(large)).toMatch(/^has 1073741824 bytes: at most 4194304 are read/);
  });
});

const shape = [2];

/** Which of the checkpoint's tensors each name of the network gets, or the error. */
async function matched(
  names: readonly string[],
  expected: readonly string[],
  rename: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>> | string> {
  const made = madeOf({ '': names.map(name => ({ name, shape })) });
  const network = { tensors: expected.map(name => ({ name, shape })) };
  const outcome = await matching(made, network, { rename: new Map(Object.entries(rename)) });
  return typeof outcome === 'string' ? outcome : outcome.names;
}

describe('a checkpoint', () => {
  test('gets the names of the map, and keeps others', async () => {
    expect(await matched(['a', 'b', 'c'], ['x', 'b', 'z'], { a: 'x', c: 'z' })).toEqual({
      x: 'a',
      b: 'b',
      z: 'c',
    });
  });

  test('may exchange names', async () => {
    expect(await matched(['a', 'b'], ['a', 'b'], { a: 'b', b: 'a' })).toEqual({ a: 'b', b: 'a' });
  });

  test('of names that objects have', async () => {
    const rename = { constructor: 'a', toString: 'b' };
    expect(await matched(['constructor', 'toString', 'valueOf'], ['a', 'b', 'valueOf'], rename)).toEqual({
      a: 'constructor',
      b: 'toString',
      valueOf: 'valueOf',
    });
  });

  test('of DataParallel is renamed with or without `module.`', async () => {
    const names = ['module.a', 'module.b', 'module.n.num_batches_tracked'];
    expect(await matched(names, ['x', 'b'], { a: 'x' })).toEqual({ x: 'module.a', b: 'module.b' });
    expect(await matched(names, ['x', 'b'], { 'module.a': 'x' })).toEqual({ x: 'module.a', b: 'module.b' });
  });

  test('some of whose names begin with `module.` keeps it', async () => {
    expect(await matched(['module.a', 'b'], ['x', 'b'], { 'module.a': 'x' })).toEqual({
      x: 'module.a',
      b: 'b',
    });
  });

  test('must have what the map names', async () => {
    expect(await matched(['a', 'b'], ['a', 'b'], { c: 'd', a: 'x', e: 'f' })).toBe(
      'made.pth: lacks 2 of the 3 tensors that the rename map names: c, e\n' +
        '  fix: give the map of this checkpoint, or take these names out of it',
    );
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`layer.${i}`, `block.${i}`]));
    expect(await matched(['a'], ['a'], many)).toMatch(/names: layer\.0, .*layer\.7 and 992 more\n/);
  });

  test('is told of a map that is the wrong way round', async () => {
    expect(await matched(['a', 'b'], ['x', 'b'], { x: 'a' })).toMatch(/fix: turn the map round/);
  });

  test('must not get one name twice', async () => {
    expect(await matched(['a', 'b'], ['b'], { a: 'b' })).toBe(
      'made.pth: a and b would both be called b\n  fix: give each a name of its own in the rename map',
    );
  });

  test('that does not fit is told of under the new names', async () => {
    expect(await matched(['a', 'b'], ['y', 'b'], { a: 'x' })).toMatch(
      /missing: y \[2\].*\n {2}unexpected: x \[2\]/,
    );
  });
});
