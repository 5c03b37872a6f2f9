/** Scalar functions of the target `wasm`, four at a time, against their meaning in float64. */

import { describe, expect, test } from 'vitest';
import * as scalar from '../../../compiler/ir/scalar.ts';
import { evaluator, operand, type Scalar } from '../../../compiler/ir/scalar.ts';
import type { MapKernel } from '../../../compiler/plan/kernel.ts';
import { assemble } from '../../../targets/wasm/assemble.ts';
import { printMap } from '../../../targets/wasm/kernels/map.ts';
import { printModule } from '../../../targets/wasm/wat/module.ts';

const x = operand(0);
const y = operand(1);

/** What no polynomial may get wrong: ends of ranges, zeros, what is no number. */
const special = [
  0,
  -0,
  1,
  -1,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
  1e-45,
  -1e-45,
  1e-38,
  3.4e38,
  -3.4e38,
  88.7,
  88.8,
  -87.4,
  -103.9,
  -104.1,
  0.625,
  -0.625,
].map(Math.fround);

/** Evenly spread numbers, and the special ones. */
const spread = (from: number, to: number): readonly number[] => [
  ...Array.from({ length: 40_001 }, (_, i) => Math.fround(from + ((to - from) * i) / 40_000)),
  ...special,
];

/** Applies an expression to the numbers of two operands, as a kernel does. */
async function apply(
  expression: Scalar,
  a: readonly number[],
  b: readonly number[] = a,
): Promise<Float32Array> {
  const { length } = a;
  const y = { shape: [length], strides: [1] };
  const kernel: MapKernel = { kind: 'map', name: 'apply', expression, operands: [[1], [1]], y };
  const { text, units } = printMap(kernel);
  const memory = new WebAssembly.Memory({ initial: Math.ceil((12 * length) / 65_536) });
  const module = printModule({ head: [], memory: '(memory 1)', functions: [text] });
  const { instance } = await WebAssembly.instantiate(await assemble(module), { env: { memory } });
  const numbers = new Float32Array(memory.buffer);
  numbers.set(a);
  numbers.set(b, length);
  const run = instance.exports.apply as (...addresses: readonly number[]) => void;
  run(0, 4 * length, 8 * length, 0, 0, units);
  return numbers.slice(2 * length, 3 * length);
}

/** The worst deviation, in terms of the larger of `floor` and the expected magnitude; Infinity for a wrong NaN. */
function worst(got: Float32Array, expected: readonly number[], floor: number): number {
  return expected.reduce((most, value, i) => {
    const is = got[i] ?? Number.NaN;
    const rounded = Math.fround(value);
    if (Object.is(is, rounded) || is === rounded) return most;
    const error = Math.abs(is - value) / Math.max(floor, Math.abs(value));
    return Math.max(most, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
  }, 0);
}

describe('functions of one number', () => {
  const rows = [
    // The second number is what errors are measured by where the value is smaller.
    ['exp', scalar.exp(x), spread(-88, 89), 2 ** -126, 2e-7],
    ['exp of what underflows', scalar.exp(x), spread(-110, -86), 1, 1e-44],
    ['tanh', scalar.tanh(x), spread(-10, 10), 2 ** -126, 3e-7],
    ['tanh near zero', scalar.tanh(x), spread(-1e-3, 1e-3), 2 ** -126, 2e-7],
    ['sqrt', scalar.sqrt(x), spread(0, 100), 2 ** -126, 1e-7],
    ['erf', scalar.erf(x), spread(-5, 5), 1, 5e-7],
    ['neg', scalar.neg(x), spread(-5, 5), 0, 0],
    ['magnitude', scalar.max(x, scalar.neg(x)), spread(-5, 5), 0, 0],
    ['sigmoid', scalar.div(1, scalar.add(1, scalar.exp(scalar.neg(x)))), spread(-80, 80), 2 ** -126, 4e-7],
    ['clamp', scalar.min(scalar.max(scalar.add(x, 3), 0), 6), spread(-8, 8), 1, 1e-6],
    ['clamp of a constant first', scalar.max(0, scalar.min(6, x)), spread(-8, 8), 0, 0],
    ['select', scalar.select(x, scalar.neg(x), scalar.mul(2, x)), spread(-8, 8), 0, 0],
  ] as const;
  test.each(rows)('%s', async (_, expression, numbers, floor, tolerance) => {
    const evaluate = evaluator(expression);
    const got = await apply(expression, numbers);
    expect(
      worst(
        got,
        numbers.map(value => evaluate([value])),
        floor,
      ),
    ).toBeLessThanOrEqual(tolerance);
  });
});

describe('functions of two numbers', () => {
  const pairs = special.flatMap(a => special.map(b => [a, b] as const));
  const rows = [
    ['add', scalar.add(x, y)],
    ['sub', scalar.sub(x, y)],
    ['mul', scalar.mul(x, y)],
    ['div', scalar.div(x, y)],
    ['min', scalar.min(x, y)],
    ['max', scalar.max(x, y)],
    ['select', scalar.select(x, y, 7)],
    ['a value used twice', scalar.mul(scalar.add(x, y), scalar.add(scalar.add(x, y), x))],
  ] as const;
  test.each(rows)('%s', async (_, expression) => {
    const [a, b] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
    const got = await apply(expression, a, b);
    const evaluate = evaluator(expression);
    const expected = pairs.map(pair => evaluate(pair));
    const wrong = pairs.filter((_, i) => {
      const value = Math.fround(expected[i] ?? Number.NaN);
      return !Object.is(got[i], value) && !(Math.abs((got[i] ?? 0) - value) <= 1e-6 * Math.abs(value));
    });
    expect(wrong).toEqual([]);
  });
});
