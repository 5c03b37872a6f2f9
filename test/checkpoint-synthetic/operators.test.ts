/** The table of operator goldens: every operator is in it, as its schema takes it, and means what PyTorch means. */

import { expect, test } from 'vitest';
import { ops } from '../../compiler/ops/index.ts';
import { readOperatorGoldens } from '../golden/operators/read.ts';

const goldens = readOperatorGoldens();

/** Values given from outside, and the layout of weights: PyTorch has no such thing. */
const withoutGolden = ['input', 'parameter', 'constant', 'packWeight'];

test('every operator has cases', () => {
  const covered = new Set(goldens.map(({ op }) => op));
  expect([...covered].sort()).toEqual([...ops.keys()].filter(name => !withoutGolden.includes(name)).sort());
});

test.each(goldens)('$name', ({ op: name, attributes, inputs, expected }) => {
  const op = ops.get(name);
  if (!op) throw new Error(`no operator ${name}`);
  const parsed = op.attributes.parse(attributes);
  // Written out in full: nothing is left to a default.
  expect(parsed).toEqual(attributes);
  const shape = op.infer(
    inputs.map(input => input.shape),
    parsed,
  );
  expect(shape).toEqual(expected.shape);
  const operands = inputs.map(input => ({ shape: input.shape, data: Float64Array.from(input.data) }));
  const result = op.reference(operands, parsed, shape);
  expect(result).toHaveLength(expected.data.length);
  for (const [i, value] of expected.data.entries()) {
    // Both are float64; the golden was rounded to float32 once.
    const error = Math.abs((result[i] ?? Number.NaN) - value);
    if (!(error <= 2 ** -24 * Math.abs(value) + 1e-12)) {
      expect.fail(`element ${i} is ${result[i]}, PyTorch has ${value}`);
    }
  }
});
