/** What PyTorch computes of numbers that are none, or infinite: test/reference/specials.py writes specials.json. */

import { readFileSync } from 'node:fs';
import { z } from 'zod';

const numbers = z.array(z.string().transform(Number));
const lines = z.array(numbers);

const golden = z.strictObject({
  numbers,
  /** Functions of `numbers`, by the names of operators. */
  functions: z.record(z.string(), numbers),
  lines,
  /** Of each of `lines`. */
  softmax: lines,
  /** Windows of two that lie side by side in `lines`. */
  maxPool: lines,
  averagePool: lines,
});

export const specials = golden.parse(
  JSON.parse(readFileSync(new URL('specials.json', import.meta.url), 'utf8')),
);
