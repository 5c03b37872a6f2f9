/** How WGSL spells scalar functions, of one number or of four at a time. All arithmetic is float32. */

import { binding, call, infix, type Spellings, type Spelt, within } from '../expression.ts';
import { type FunctionName, functionName } from './parts/functions.ts';
import type { Lanes } from './parts/lanes.ts';

const isConstant = ({ constant }: Spelt): boolean => constant !== undefined && !Number.isNaN(constant);

const at = (args: readonly Spelt[], i: number): Spelt => args[i] ?? { text: '0.0', binds: binding.atom };

/** WGSL has no literal of infinity: the largest float32 stands for it. */
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
  const its = (name: FunctionName, ...args: readonly Spelt[]): Spelt =>
    call(functionName(name, lanes), ...args);
  /** A number that is none goes through: of a constant, which is one, nothing has to be asked. */
  const bound = (one: 'atLeast' | 'atMost', either: 'larger' | 'smaller', args: readonly Spelt[]): Spelt => {
    const [a, b] = [at(args, 0), at(args, 1)];
    if (isConstant(b)) return its(one, a, b);
    return isConstant(a) ? its(one, b, a) : its(either, a, b);
  };
  return {
    add: (...args) => infix('+', binding.sum, at(args, 0), at(args, 1)),
    sub: (...args) => infix('-', binding.sum, at(args, 0), at(args, 1)),
    mul: (...args) => infix('*', binding.product, at(args, 0), at(args, 1)),
    div: (...args) => infix('/', binding.product, at(args, 0), at(args, 1)),
    neg: (...args) => ({ text: `-${within(at(args, 0), binding.unary, true)}`, binds: binding.unary }),
    min: (...args) => bound('atMost', 'smaller', args),
    max: (...args) => {
      const [a, b] = [at(args, 0), at(args, 1)];
      return b.constant === 0 ? its('relu', a) : bound('atLeast', 'larger', args);
    },
    exp: (...args) => its('exponential', ...args),
    sqrt: (...args) => call('sqrt', ...args),
    tanh: (...args) => its('hyperbolicTangent', ...args),
    select: (...args) => ({
      text: `select(${at(args, 2).text}, ${at(args, 1).text}, ${within(at(args, 0), binding.sum, true)} < ${zero})`,
      binds: binding.atom,
    }),
  };
}
