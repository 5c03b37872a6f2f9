/** How WGSL spells scalar functions, of one number or of four at a time. All arithmetic is float32. */

import { binding, call, infix, type Spellings, type Spelt, within } from '../expression.ts';
import type { Lanes } from './parts/lanes.ts';

const at = (args: readonly Spelt[], i: number): Spelt => args[i] ?? { text: '0.0', binds: binding.atom };

/** WGSL has no infinity, and none may come up: the largest float32 stands for it. */
const largest = 3.4028234663852886e38;

/** A number as WGSL writes it, for every lane. */
export function printNumber(lanes: Lanes): (value: number) => string {
  return value => {
    const bounded = Math.min(Math.max(value, -largest), largest);
    const text = Number.isInteger(bounded) && Math.abs(bounded) < 1e6 ? `${bounded}.0` : String(bounded);
    return lanes === 1 ? text : value === 0 ? 'vec4f()' : `vec4f(${text})`;
  };
}

/** The table. */
export function scalars(lanes: Lanes): Spellings {
  const zero = printNumber(lanes)(0);
  const ten = (sign: string): string => (lanes === 1 ? `${sign}10.0` : `vec4f(${sign}10.0)`);
  return {
    add: (...args) => infix('+', binding.sum, at(args, 0), at(args, 1)),
    sub: (...args) => infix('-', binding.sum, at(args, 0), at(args, 1)),
    mul: (...args) => infix('*', binding.product, at(args, 0), at(args, 1)),
    div: (...args) => infix('/', binding.product, at(args, 0), at(args, 1)),
    neg: (...args) => ({ text: `-${within(at(args, 0), binding.unary, true)}`, binds: binding.unary }),
    min: (...args) => call('min', ...args),
    max: (...args) => call('max', ...args),
    exp: (...args) => call('exp', ...args),
    sqrt: (...args) => call('sqrt', ...args),
    // Beyond 10 it is 1 in float32; drivers that go by exponentials give infinity over infinity there.
    tanh: (...args) => ({
      text: `tanh(clamp(${at(args, 0).text}, ${ten('-')}, ${ten('')}))`,
      binds: binding.atom,
    }),
    select: (...args) => ({
      text: `select(${at(args, 2).text}, ${at(args, 1).text}, ${within(at(args, 0), binding.sum, true)} < ${zero})`,
      binds: binding.atom,
    }),
  };
}
