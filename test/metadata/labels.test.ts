/** Names of classes, in every kind of file that people have them in. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readLabels } from '../../compiler/metadata/labels.ts';

const folder = mkdtempSync(join(tmpdir(), 'netwright-labels-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (text: string | Uint8Array): string => {
  const path = join(folder, 'labels');
  writeFileSync(path, text);
  return path;
};

const three = ['cat', 'dog, a good one', 'Vogel'];

test.each([
  ['a name a line', 'cat\ndog, a good one\nVogel\n'],
  ['lines of Windows', '\ufeffcat\r\ndog, a good one\r\nVogel\r\n'],
  ['a JSON list', JSON.stringify(three)],
  ['names by their index', JSON.stringify({ 0: 'cat', 1: 'dog, a good one', 2: 'Vogel' })],
  ['in any order', '{"2": "Vogel", "0": "cat", "1": "dog, a good one"}'],
  ['indices by their name', JSON.stringify({ Vogel: 2, cat: 0, 'dog, a good one': 1 })],
  ["Hugging Face's config.json", JSON.stringify({ id2label: { ...three }, label2id: {}, depths: [1] })],
  ["timm's config.json", JSON.stringify({ pretrained_cfg: { label_names: three, mean: [0, 0, 0] } })],
  [
    "timm's, with WordNet's numbers",
    JSON.stringify({
      label_names: ['n00000001', 'dog, a good one', 'n00000003'],
      label_descriptions: { n00000001: 'cat', n00000003: 'Vogel' },
    }),
  ],
])('%s', async (_, text) => {
  expect(await readLabels(file(text))).toEqual(three);
});

test.each([
  ['an empty line', 'cat\n\ndog\n', 'line 2: expected the name of a class, got nothing'],
  ['a name that steers a terminal', 'cat\n\u001b[2J\n', 'line 2: expected the name of a class'],
  ['a number among names', '["cat", 7]', 'name 1: expected text, got number'],
  ['an index that is missing', '{"0": "cat", "2": "dog"}', 'dog: expected an index from 0 to 1'],
  [
    'an index that is there twice',
    '{"cat": 0, "dog": 0}',
    'dog: expected an index from 0 to 1 for each class, once',
  ],
  ['a key that is there twice', '{"0": "cat", "0": "dog"}', 'the key 0 appears twice'],
  ['no names at all', '{"depths": [1, 2]}', 'holds no names of classes'],
  ['text that is cut short', '["cat", "dog"', 'not JSON'],
  ['an empty file', '', 'is empty'],
  ['bytes', Uint8Array.of(0xff, 0xfe, 0), 'is not text in UTF-8'],
])('%s is refused', async (_, text, message) => {
  await expect(readLabels(file(text))).rejects.toThrow(message);
});
