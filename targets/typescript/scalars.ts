/** How TypeScript spells scalar functions. Numbers are float64 until they are stored. */

import { binding, call, infix, type Spellings, type Spelt, within } from '../expression.ts';

const at = (args: readonly Spelt[], i: number): Spelt => args[i] ?? { text: '0', binds: binding.atom };

export const scalars: Spellings = {
  add: (...args) => infix('+', binding.sum, at(args, 0), at(args, 1)),
  sub: (...args) => infix('-', binding.sum, at(args, 0), at(args, 1)),
  mul: (...args) => infix('*', binding.product, at(args, 0), at(args, 1)),
  div: (...args) => infix('/', binding.product, at(args, 0), at(args, 1)),
  neg: (...args) => ({ text: `-${within(at(args, 0), binding.unary, true)}`, binds: binding.unary }),
  min: (...args) => call('Math.min', ...args),
  max: (...args) => call('Math.max', ...args),
  exp: (...args) => call('Math.exp', ...args),
  sqrt: (...args) => call('Math.sqrt', ...args),
  tanh: (...args) => call('Math.tanh', ...args),
  select: (...args) => ({
    text: `(${at(args, 0).text} < 0 ? ${at(args, 1).text} : ${at(args, 2).text})`,
    binds: binding.atom,
  }),
};

/** A number as TypeScript writes it. */
export const printNumber = (value: number): string =>
  Number.isFinite(value) ? String(value) : value > 0 ? 'Infinity' : value < 0 ? '-Infinity' : 'NaN';
