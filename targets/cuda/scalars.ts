/** How CUDA C spells scalar functions. All arithmetic is float32. */

import { binding, call, infix, type Spellings, type Spelt, within } from '../expression.ts';

const at = (args: readonly Spelt[], i: number): Spelt => args[i] ?? { text: '0.0F', binds: binding.atom };

export const scalars: Spellings = {
  add: (...args) => infix('+', binding.sum, at(args, 0), at(args, 1)),
  sub: (...args) => infix('-', binding.sum, at(args, 0), at(args, 1)),
  mul: (...args) => infix('*', binding.product, at(args, 0), at(args, 1)),
  div: (...args) => infix('/', binding.product, at(args, 0), at(args, 1)),
  neg: (...args) => ({ text: `-${within(at(args, 0), binding.unary, true)}`, binds: binding.unary }),
  min: (...args) => call('minimum', ...args),
  max: (...args) => call('maximum', ...args),
  exp: (...args) => call('expf', ...args),
  sqrt: (...args) => call('sqrtf', ...args),
  tanh: (...args) => call('tanhf', ...args),
  select: (...args) => ({
    text: `(${within(at(args, 0), binding.sum, true)} < 0.0F ? ${at(args, 1).text} : ${at(args, 2).text})`,
    binds: binding.atom,
  }),
};

/** A number as CUDA C writes it. */
export function printNumber(value: number): string {
  if (Number.isNaN(value)) return 'NAN';
  // The largest float32 and all beyond: as a literal these would not compile.
  if (Math.fround(value) === Number.POSITIVE_INFINITY) return 'INFINITY';
  if (Math.fround(value) === Number.NEGATIVE_INFINITY) return '-INFINITY';
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0F` : `${text}F`;
}
