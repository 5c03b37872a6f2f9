/** Values of graphs in tests: the interpreter with synthetic inputs and parameters, and comparing what it gives. */

import { expect } from 'vitest';
import { synthesize, uniform } from '../../compiler/checkpoint/synthetic.ts';
import type { Dense, Graph, Node } from '../../compiler/ir/graph.ts';
import { interpret } from '../../compiler/ir/interpret.ts';

/** What a test gives for an input or a parameter: it depends on the name alone. */
export function given({ op, path, type }: Node): Float64Array {
  const values =
    op.name === 'input' ? uniform(`input/${path}`, type.shape, -2, 2) : synthesize(path, type.shape);
  return Float64Array.from(values);
}

/** A graph's outputs, and the largest magnitude of any value on the way. */
export interface Evaluation {
  readonly outputs: readonly Dense[];
  readonly largest: number;
}

/** Interprets a graph with synthetic values. */
export async function evaluate(graph: Graph): Promise<Evaluation> {
  let largest = 0;
  const outputs = await interpret(graph, given, {
    onValue: (_, { data }) => {
      for (const value of data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
    },
  });
  return { outputs, largest };
}

/** Asserts that two values are one but for rounding: within 1e-9 of the largest number of the value. */
export function expectClose(actual: Dense | undefined, expected: Dense | undefined, largest = 0): void {
  expect(actual?.shape).toEqual(expected?.shape);
  const a = actual?.data ?? new Float64Array();
  const b = expected?.data ?? new Float64Array();
  expect(a.length).toBe(b.length);
  const size = b.reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    0,
  );
  const tolerance = 1e-9 * size + 1e-12 * largest;
  for (const [i, value] of b.entries()) {
    const other = a[i] ?? Number.NaN;
    if (Object.is(other, value) || Math.abs(other - value) <= tolerance) continue;
    expect.fail(`element ${i} is ${other}, expected ${value}`);
  }
}

/** Asserts that two graphs compute the same. */
export async function expectSameMeaning(before: Graph, after: Graph): Promise<void> {
  const [a, b] = [await evaluate(before), await evaluate(after)];
  expect(b.outputs.length).toBe(a.outputs.length);
  for (const [i, output] of a.outputs.entries()) expectClose(b.outputs[i], output, a.largest);
}
