/** The generator of synthetic weights: the same numbers as in Python, well spread, fast. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { synthesize, syntheticInput, uniform } from '../../compiler/checkpoint/synthetic.ts';

const shape = z.array(z.int().positive());
const known = z
  .array(
    z.strictObject({
      call: z.union([
        z.tuple([z.literal('synthesize'), z.string(), shape]),
        z.tuple([z.literal('syntheticInput'), shape]),
        z.tuple([z.literal('syntheticInput'), shape, z.number()]),
        z.tuple([z.literal('uniform'), z.string(), shape, z.number(), z.number()]),
      ]),
      first: z.array(z.number()),
      sha256: z.string(),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('known.json', import.meta.url), 'utf8')));

type Call = (typeof known)[number]['call'];

function valuesOf(call: Call): Float32Array {
  switch (call[0]) {
    case 'synthesize':
      return synthesize(call[1], call[2]);
    case 'syntheticInput':
      return syntheticInput(call[1], call[2]);
    case 'uniform':
      return uniform(call[1], call[2], call[3], call[4]);
  }
}

describe('the values of test/reference/synthetic.py', () => {
  test.each(known.map(row => [JSON.stringify(row.call), row] as const))(
    '%s',
    (_, { call, first, sha256 }) => {
      const values = valuesOf(call);
      expect([...values.subarray(0, 4)]).toEqual(first);
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    },
  );
});

/** Pearson's correlation of two series of one length. */
function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (x: Float32Array): number => x.reduce((sum, value) => sum + value, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [i, value] of a.entries()) {
    const [da, db] = [value - ma, (b[i] ?? 0) - mb];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb);
}

describe('statistics', () => {
  const count = 1 << 18;
  // Six standard deviations of a correlation of independent series.
  const noise = 6 / Math.sqrt(count);

  test.each(['conv1.weight', 'layer1.0.conv1.weight', 'input/0', ''])('%j is evenly spread', name => {
    const values = uniform(name, [count], 0, 1);
    const bins = new Array<number>(64).fill(0);
    for (const value of values) {
      const bin = Math.floor(value * 64);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const expected = count / 64;
    const chiSquare = bins.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    // 63 degrees of freedom: 110 is passed once in 5000 times, and the values never change.
    expect(bins).toHaveLength(64);
    expect(chiSquare).toBeLessThan(110);
  });

  test.each([1, 2, 3, 7, 64, 576, 4096])('elements %i apart are independent', lag => {
    const values = uniform('layer2.0.conv2.weight', [count], -1, 1);
    expect(Math.abs(correlation(values.subarray(lag), values.subarray(0, -lag)))).toBeLessThan(noise);
  });

  test.each([
    ['layer1.0.conv1.weight', 'layer1.0.conv2.weight'],
    ['layer1.0.bn1.weight', 'layer1.0.bn1.bias'],
    ['input/0', 'input/1'],
  ])('%s and %s are independent', (a, b) => {
    const [x, y] = [uniform(a, [count], -1, 1), uniform(b, [count], -1, 1)];
    expect(Math.abs(correlation(x, y))).toBeLessThan(noise);
    // Nor the same values in another order, nor many of them.
    const seen = new Set(x);
    const shared = y.reduce((sum, value) => sum + (seen.has(value) ? 1 : 0), 0);
    expect(shared / count).toBeLessThan(0.03);
  });

  test('a longer tensor begins like a shorter one of its name', () => {
    expect(uniform('fc.bias', [1000], -1, 1).subarray(0, 10)).toEqual(uniform('fc.bias', [10], -1, 1));
  });
});

describe('ranges', () => {
  test.each([
    ['bn1.weight', [512], 0.5, 1.5],
    ['bn1.running_var', [512], 0.5, 1.5],
    ['bn1.bias', [512], -0.2, 0.2],
    ['bn1.running_mean', [512], -0.2, 0.2],
    ['fc.bias', [1000], -0.2, 0.2],
    ['fc.weight', [10, 512], -1 / 16, 1 / 16],
    ['conv.weight', [64, 32, 1, 1], -1 / 4, 1 / 4],
    ['conv.weight', [64, 8, 4, 4], -1 / 8, 1 / 8],
  ])('%s %j lies in [%d, %d)', (name, shape, low, high) => {
    const values = synthesize(name, shape);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...values)).toBeLessThanOrEqual(high);
    // And fills it.
    expect(Math.min(...values)).toBeLessThan(low + 0.02 * (high - low));
    expect(Math.max(...values)).toBeGreaterThan(high - 0.02 * (high - low));
  });
});

test('25 million values take less than 1.5 s', () => {
  const start = performance.now();
  uniform('fc.weight', [25_000_000], -1, 1);
  expect(performance.now() - start).toBeLessThan(1500);
});
