/** A mistake in a spec is a type error at its own line, and there only. */

import { beforeAll, describe, expect, test } from 'vitest';
import { type Checked, check } from './checker.ts';
import { mistakes, prelude } from './mistakes.ts';

const fileOf = (index: number): string => `mistake-${index}.ts`;
const textOf = (code: string): string => `${prelude}${code}\n`;

let checked: Checked;

beforeAll(async () => {
  // All in one run: most of its time goes into what they share.
  checked = await check(Object.fromEntries(mistakes.map(({ code }, i) => [fileOf(i), textOf(code)])));
});

describe('a mistake is a type error at its own line', () => {
  test.each(mistakes.map((mistake, index) => ({ ...mistake, index })))(
    '$name',
    ({ code, message, index }) => {
      const found = checked.diagnostics.filter(({ file }) => file === fileOf(index));
      const marked = textOf(code)
        .split('\n')
        .flatMap((line, i) => (line.endsWith('// error') ? [i + 1] : []));
      expect(marked.length).toBeGreaterThan(0);
      expect(found.map(({ line }) => line)).toEqual(marked);
      for (const diagnostic of found) expect(diagnostic.message).toMatch(message);
    },
  );

  test('nothing else is wrong', () => {
    const files = mistakes.map((_, i) => fileOf(i));
    expect(checked.diagnostics.filter(({ file }) => !files.includes(file))).toEqual([]);
  });
});
