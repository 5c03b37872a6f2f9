/** Tables on pages of any width: no line is wider than the page, nothing is lost but what may be, columns stay aligned. */

import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { type Column, shortenTo, tableLines, wrapWords } from '../compiler/columns.ts';

const heads: readonly Column[] = [
  { title: 'layer', fit: 'shorten' },
  { title: 'what', fit: 'wrap' },
  { title: 'bytes', align: 'right' },
  { title: '%', align: 'right', fit: 'omit' },
];

const rows = [
  ['features.denseblock3.denselayer12.conv1', 'one of many words that say a lot', '1,234', '5.0'],
  ['名前.層', '犬 と 猫', '9', '95.0'],
];

describe('a table', () => {
  test('without a bound is as wide as it is, and wide characters take two columns', () => {
    expect(tableLines(heads, rows)).toEqual([
      'layer                                    what                              bytes     %',
      'features.denseblock3.denselayer12.conv1  one of many words that say a lot  1,234   5.0',
      '名前.層                                  犬 と 猫                              9  95.0',
    ]);
  });

  test('first wraps prose; then loses what follows from other columns, and says so; then shortens paths', () => {
    expect(tableLines(heads, rows, { width: 80 })).toEqual([
      'layer                                    what                        bytes     %',
      'features.denseblock3.denselayer12.conv1  one of many words that say  1,234   5.0',
      '                                         a lot',
      '名前.層                                  犬 と 猫                        9  95.0',
    ]);
    expect(tableLines(heads, rows, { width: 70 })).toEqual([
      'layer                                    what                    bytes',
      'features.denseblock3.denselayer12.conv1  one of many words that  1,234',
      '                                         say a lot',
      '名前.層                                  犬 と 猫                    9',
      '% left out: 70 columns are too few',
    ]);
    expect(tableLines(heads, rows, { width: 56 })).toEqual([
      'layer                        what                  bytes',
      'features.dens…layer12.conv1  one of many words     1,234',
      '                             that say a lot',
      '名前.層                      犬 と 猫                  9',
      '% left out: 56 columns are too few',
    ]);
  });

  test('at last stands in parts, each with the first column', () => {
    expect(tableLines(heads, rows, { width: 38 })).toEqual([
      'layer             what',
      'feature…12.conv1  one of many words',
      '                  that say a lot',
      '名前.層           犬 と 猫',
      '',
      'layer             bytes',
      'feature…12.conv1  1,234',
      '名前.層               9',
      '% left out: 38 columns are too few',
    ]);
  });

  test('is never wider than a page that its narrowest columns fit on, and keeps every number and word', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', '名', 'é', '🐈', '.'),
      minLength: 1,
      maxLength: 12,
    });
    const prose = fc.array(word, { maxLength: 8 }).map(words => words.join(' '));
    const number = fc.nat(1e9).map(String);
    const row = fc.tuple(word, prose, number, number);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.integer({ min: 40, max: 120 }), (cells, width) => {
        const lines = tableLines(heads, cells, { width });
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        const text = lines.join(' ');
        for (const [, words, bytes] of cells) {
          for (const each of words.split(' ')) expect(text).toContain(each);
          expect(text).toContain(bytes);
        }
      }),
    );
  });

  test('shows what would steer the terminal', () => {
    const lines = tableLines([{ title: 'class' }], [['\u001b[31mred\nnext\u202e']]);
    expect(lines).toEqual(['class', '\\u001b[31mred\\u000anext\\u202e']);
  });
});

test('a text is shortened in the middle, by whole characters', () => {
  expect(shortenTo('layer1.0.conv1', 14)).toBe('layer1.0.conv1');
  expect(shortenTo('layer1.0.conv1', 9)).toBe('laye…onv1');
  expect(shortenTo('名前名前名前', 8)).toBe('名…名前');
  expect(shortenTo('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 5)).toBe('👩‍👩‍👧…👩‍👩‍👧');
});

test('words are broken only where one alone is too wide', () => {
  expect(wrapWords('classes=1000 batch=1 height=224', 20)).toEqual(['classes=1000 batch=1', 'height=224']);
  expect(wrapWords('a averyverylongword b', 6)).toEqual(['a', 'averyv', 'erylon', 'gword', 'b']);
});
