/**
 * The goldens of single operators: the table in cases.json, and what PyTorch computes for it, which
 * test/reference/operators.py writes to outputs.json.
 */

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { uniform } from '../../../compiler/checkpoint/synthetic.ts';
import type { Shape } from '../../../compiler/shape.ts';

const shape = z.array(z.int().positive());
const cases = z.array(
  z.strictObject({
    name: z.string(),
    op: z.string(),
    attributes: z.record(z.string(), z.unknown()),
    inputs: z.array(shape),
    ranges: z.array(z.tuple([z.number(), z.number()])).optional(),
  }),
);
/** base64 of little-endian float32. */
const float32 = z
  .base64()
  .transform(text => new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer));
const outputs = z.record(z.string(), z.strictObject({ shape, data: float32 }));

/** A tensor of a case: row-major. */
export interface GoldenTensor {
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** One row of the table with its numbers. */
export interface OperatorGolden {
  readonly name: string;
  /** As in `compiler/ops`. */
  readonly op: string;
  /** To be read by the op's own schema. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly inputs: readonly GoldenTensor[];
  /** What PyTorch computes in float64, rounded once. */
  readonly expected: GoldenTensor;
}

/** Reads every case, in the table's order. */
export function readOperatorGoldens(): readonly OperatorGolden[] {
  const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
  const expected = outputs.parse(read('outputs.json'));
  return cases.parse(read('cases.json')).map(({ name, op, attributes, inputs, ranges = [] }) => {
    const result = expected[name];
    if (!result) throw new Error(`${name} has no output: run test/reference/operators.py`);
    return {
      name,
      op,
      attributes,
      inputs: inputs.map((shape, k) => {
        const [low, high] = ranges[k] ?? [-2, 2];
        return { shape, data: uniform(`${name}/${k}`, shape, low, high) };
      }),
      expected: result,
    };
  });
}
