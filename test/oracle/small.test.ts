/** The interpreter against PyTorch: every shipped spec at small, odd and batched sizes. */

import { expect, test } from 'vitest';
import { specNames } from '../support/specs.ts';
import { cases, expectPyTorchsLogits, isFullSize } from './networks.ts';

const small = cases.filter(each => !isFullSize(each));

test('every shipped spec has a small case, and batches and odd sizes are among them', () => {
  expect([...new Set(small.map(({ name }) => name))].sort()).toEqual(specNames);
  expect(small.some(({ settings }) => settings.batch === 3)).toBe(true);
  expect(small.some(({ settings }) => settings.height % 2 === 1 && settings.width !== settings.height)).toBe(
    true,
  );
});

test.each(small.map(each => [each.text, each] as const))('%s', { timeout: 120_000 }, async (_, each) => {
  await expectPyTorchsLogits(each);
});
