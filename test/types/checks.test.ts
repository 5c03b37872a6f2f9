/** What the checker says of the positive assertions beside this file, of sizes by the hundred, and how fast. */

import { expect, test } from 'vitest';
import { windowSize } from '../../compiler/shape.ts';
import { check } from './checker.ts';

test('the assertions on types beside this file hold', async () => {
  const also = ['sizes', 'sequences', 'resnet50'].map(name => `test/types/${name}.test.ts`);
  expect((await check({}, { also })).diagnostics).toEqual([]);
});

test('windows in types take as many places as in the graph', async () => {
  const random = generator(7);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const cases = Array.from({ length: 150 }, () => {
    const kernel = between(1, 7);
    const dilation = between(1, 3);
    // As pooling has it, no more padding than half the window: ceil mode is defined for no other.
    const most = Math.floor((dilation * (kernel - 1) + 1) / 2);
    const padding = [between(0, most), between(0, most)] as const;
    const size = random() < 0.5 ? between(1, 40) : between(41, 1200);
    return { size, kernel, stride: between(1, 4), padding, dilation, ceilMode: random() < 0.5 };
  });
  const lines = cases.map((window, i) => {
    const { size, kernel, stride, padding, dilation, ceilMode } = window;
    const places = windowSize(size, window);
    const sides = `[[0, 0], [${padding.join(', ')}]]`;
    const type = `${ceilMode ? 'SlideUp' : 'Slide'}<${size}, ${kernel}, ${stride}, ${sides}, ${dilation}, 1>`;
    return `export const case${i}: Same<${type}, ${places > 0 ? places : 'never'}> = true;`;
  });
  const text = [
    "import type { Slide, SlideUp } from '@netwright/compiler/dsl/arithmetic.ts';",
    "import type { Same } from '@netwright/test/types/same.ts';",
    ...lines,
  ].join('\n');
  expect((await check({ 'windows.ts': text })).diagnostics).toEqual([]);
});

test('checking the spec of ResNet-50 and all it imports is little work', async () => {
  const { diagnostics, instantiations, seconds } = await check({}, { also: ['specs/resnet50.ts'] });
  console.info(
    `type checking specs/resnet50.ts: ${seconds.check} s of checking, ${seconds.total} s in all, ${instantiations} instantiations`,
  );
  expect(diagnostics).toEqual([]);
  // 0.4 million when this was written, zod's types included; the bound is for what takes a wrong turn.
  expect(instantiations).toBeLessThan(1_000_000);
});

/** Uniform numbers below 1 from a seed: Mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
