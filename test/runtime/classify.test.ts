import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { softmax, topK } from '../../targets/javascript/runtime/classify.ts';

const logits = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 50 });

describe('softmax', () => {
  // torch.softmax(torch.tensor(logits, dtype=torch.float64), 0).tolist(), of PyTorch 1.13.1
  test.each([
    [
      [1, 2, 3, -1],
      [0.0889468172974043, 0.24178251715880075, 0.6572330228318554, 0.012037642711939448],
    ],
    [
      [-3.5, 88, 90, 0.25, 90],
      [
        1.1587769982375249e-41, 0.06337893833303762, 0.4683105308334812, 4.92724517618444e-40,
        0.4683105308334812,
      ],
    ],
  ])('of %j equals PyTorch', (values, expected) => {
    softmax(values).forEach((value, i) => {
      expect(value / (expected[i] as number)).toBeCloseTo(1, 13);
    });
  });

  test('adds up to 1, each between 0 and 1, in the order of the logits', () => {
    fc.assert(
      fc.property(logits, values => {
        const got = softmax(values);
        expect(got.length).toBe(values.length);
        expect(got.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
        for (const [i, a] of values.entries()) {
          expect(got[i]).toBeGreaterThanOrEqual(0);
          for (const [j, b] of values.entries())
            if (a > b) expect(got[i]).toBeGreaterThanOrEqual(got[j] as number);
        }
      }),
    );
  });

  test('does not change when all logits move together', () => {
    const small = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(small, fc.integer({ min: -1e6, max: 1e6 }), (values, shift) => {
        expect(softmax(values.map(value => value + shift))).toEqual(softmax(values));
      }),
    );
  });

  test('neither overflows nor underflows as a whole', () => {
    expect(Array.from(softmax([3e38, 3e38, -3e38]))).toEqual([0.5, 0.5, 0]);
    expect(Array.from(softmax([-3e38, -3e38]))).toEqual([0.5, 0.5]);
  });

  test('works on a row of a batch, and leaves it as it was', () => {
    const batch = Float32Array.of(9, 9, 9, 1, 2, 3);
    expect(softmax(batch.subarray(3, 6))).toEqual(softmax([1, 2, 3]));
    expect(batch).toEqual(Float32Array.of(9, 9, 9, 1, 2, 3));
  });

  test.each([
    [[], 'softmax: there are no logits'],
    [[0, Number.NaN], 'softmax: logit 1 is NaN; the input or the weights are not finite'],
    [[Number.POSITIVE_INFINITY], 'softmax: logit 0 is Infinity'],
    [[0, 0, Number.NEGATIVE_INFINITY], 'softmax: logit 2 is -Infinity'],
  ])('of %j is an error', (values, message) => {
    expect(() => softmax(values)).toThrow(message);
  });
});

describe('topK', () => {
  test('gives the likeliest first, with their labels', () => {
    expect(topK([0.1, 0.6, 0.3], 2, ['ant', 'bee', 'cat'])).toEqual([
      { index: 1, label: 'bee', probability: 0.6 },
      { index: 2, label: 'cat', probability: 0.3 },
    ]);
  });

  test('numbers the classes where there are no labels', () => {
    expect(topK(Float32Array.of(0, 1), 1)).toEqual([{ index: 1, label: 'class 1', probability: 1 }]);
  });

  test('is the head of the stable sort, so equals come in the order of their indices', () => {
    const few = fc.array(fc.constantFrom(0, 0.25, 0.5), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(few, fc.nat(), (values, seed) => {
        const k = 1 + (seed % values.length);
        const expected = values.map((value, i) => [value, i] as const).sort(([a], [b]) => b - a);
        expect(topK(values, k).map(({ index }) => index)).toEqual(expected.slice(0, k).map(([, i]) => i));
      }),
    );
  });

  test.each([0, -1, 4, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('k = %d of 3 classes is an error', k => {
    expect(() => topK([0.2, 0.3, 0.5], k)).toThrow(
      `topK: k must be a whole number from 1 to 3, the number of classes, got ${k}`,
    );
  });

  test('every k from 1 to the number of classes will do', () => {
    for (const k of [1, 2, 3]) expect(topK([0.2, 0.3, 0.5], k)).toHaveLength(k);
  });

  test('labels for other classes are an error', () => {
    expect(() => topK([0.5, 0.5], 1, ['ant'])).toThrow(
      'topK: got 1 labels for 2 classes; pass one label a class',
    );
  });

  test('NaN is an error', () => {
    expect(() => topK([0.5, Number.NaN], 1)).toThrow('topK: probability 1 is NaN');
  });
});
