/** Scalar expressions: what they mean, how they print, and that a value used twice stays one value throughout. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as scalar from '../../compiler/ir/scalar.ts';
import {
  decompose,
  evaluator,
  inOrder,
  operand,
  printScalar,
  type Scalar,
  type ScalarFunction,
  scalarFunction,
  scalarFunctions,
  substitute,
} from '../../compiler/ir/scalar.ts';
import { expressionFromJson, expressionToJson } from '../../compiler/ir/scalar-json.ts';

const names = Object.keys(scalarFunctions) as ScalarFunction[];

/** Expressions in which later entries use earlier ones, some of them often. */
const expressions: fc.Arbitrary<Scalar> = fc
  .array(fc.tuple(fc.constantFrom(...names), fc.nat(9), fc.nat(9), fc.nat(9)), { maxLength: 10 })
  .map(rows => {
    const values: Scalar[] = [operand(0), operand(1), scalar.constant(0.5)];
    for (const [fn, ...picks] of rows) {
      const args = picks.slice(0, scalarFunction(fn).arity).map(i => values[i % values.length] ?? operand(0));
      values.push({ kind: 'apply', fn, args });
    }
    return values.at(-1) ?? operand(0);
  });

/** The plain meaning, by recursion. */
const meaning = (expression: Scalar, operands: readonly number[]): number => {
  switch (expression.kind) {
    case 'operand':
      return operands[expression.index] ?? Number.NaN;
    case 'constant':
      return expression.value;
    case 'apply': {
      const [a = 0, b = 0, c = 0] = expression.args.map(arg => meaning(arg, operands));
      return scalarFunction(expression.fn).evaluate(a, b, c);
    }
  }
};

const operandValues = fc.tuple(
  fc.double({ min: -4, max: 4, noNaN: true }),
  fc.double({ min: -4, max: 4, noNaN: true }),
);
function assertEverywhere(holds: (expression: Scalar, values: readonly number[]) => void): void {
  fc.assert(
    fc.property(expressions, operandValues, (expression, values) => {
      holds(expression, values);
    }),
    { numRuns: 300 },
  );
}

describe('evaluator', () => {
  test('agrees with the plain meaning', () => {
    assertEverywhere((e, values) => expect(evaluator(e)(values)).toBe(meaning(e, values)));
  });

  test.each([
    ['reordered', inOrder],
    ['with operands in place of themselves', (e: Scalar) => substitute(e, operand)],
    ['through JSON', (e: Scalar) => expressionFromJson(expressionToJson(e), 'field', 'x.json')],
  ] as const)('means the same %s', (_, change) => {
    assertEverywhere((e, values) => expect(meaning(change(e), values)).toBe(meaning(e, values)));
  });

  test('swapped operands swap', () => {
    const swap = (e: Scalar) => substitute(e, i => operand(1 - i));
    assertEverywhere((e, [a = 0, b = 0]) => expect(meaning(swap(e), [b, a])).toBe(meaning(e, [a, b])));
  });
});

test('erf decomposes into what every target has, to single precision', () => {
  const plain = decompose(scalar.erf(operand(0)), fn => fn !== 'erf');
  expect(printScalar(plain)).not.toContain('erf');
  for (let x = -5; x <= 5; x += 0.01) {
    expect(Math.abs(meaning(plain, [x]) - meaning(scalar.erf(operand(0)), [x]))).toBeLessThan(2e-7);
  }
});

test.each([
  // https://en.wikipedia.org/wiki/Error_function#Table_of_values
  [0, 0],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [2, 0.9953222650189527],
  [3.5, 0.9999992569016276],
  [-1, -0.8427007929497149],
])('erf(%d) = %d', (x, y) => {
  expect(meaning(scalar.erf(operand(0)), [x])).toBeCloseTo(y, 14);
});

describe('printing', () => {
  const x = operand(0);
  const sum = scalar.add(x, operand(1));

  test.each([
    [scalar.max(sum, 0), 'max(add(%0, %1), 0)'],
    [scalar.mul(x, x), 'mul(%0, %0)'],
    [
      scalar.div(sum, scalar.add(1, scalar.exp(scalar.neg(sum)))),
      'div(a := add(%0, %1), add(1, exp(neg(a))))',
    ],
  ])('%#', (expression, text) => {
    expect(printScalar(expression)).toBe(text);
  });

  test('is as long as what it prints, however often values are used', () => {
    let expression = sum;
    for (let i = 0; i < 200; i++) expression = scalar.mul(expression, expression);
    expect(printScalar(expression).length).toBeLessThan(10_000);
    expect(expressionToJson(expression)).toHaveLength(203);
    expect(printScalar(inOrder(substitute(expression, operand)))).toBe(printScalar(expression));
  });
});
