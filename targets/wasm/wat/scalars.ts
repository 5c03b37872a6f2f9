/**
 * Scalar expressions of four numbers at once, as folded WebAssembly. float32 throughout. NaN and infinities go the way
 * they go in the interpreter; alone the sign of a zero that is clamped at zero may differ.
 */

import { decompose, type Scalar, type ScalarFunction } from '../../../compiler/ir/scalar.ts';
import { get, splat, tee } from './expressions.ts';
import type { Locals } from './function.ts';
import { callHelper } from './helpers.ts';

type Spelling = (...args: readonly string[]) => string;

const instruction =
  (name: string): Spelling =>
  (...args) =>
    `(${name} ${args.join(' ')})`;

/** How functions are spelt. A function left out is decomposed into those that are here. */
const spellings: { readonly [F in ScalarFunction]?: Spelling } = {
  add: instruction('f32x4.add'),
  sub: instruction('f32x4.sub'),
  mul: instruction('f32x4.mul'),
  div: instruction('f32x4.div'),
  neg: instruction('f32x4.neg'),
  min: instruction('f32x4.min'),
  max: instruction('f32x4.max'),
  sqrt: instruction('f32x4.sqrt'),
  exp: (x = '') => callHelper('exp', x),
  tanh: (x = '') => callHelper('tanh', x),
  // Its condition comes last: bits of the first value where it holds.
  select: (a, b, condition) => `(v128.bitselect ${a} ${b} (f32x4.lt ${condition} ${splat(0)}))`,
};

/**
 * An expression. What it uses more than once it names where it stands first, in a local.
 *
 * @param operand - the value of each operand
 * @param prefix - what names of locals begin with
 */
export function printScalars(
  expression: Scalar,
  locals: Locals,
  operand: (index: number) => string,
  prefix = 't',
): string {
  const whole = decompose(expression, fn => spellings[fn] !== undefined);
  const uses = countUses(whole);
  const named = new Map<Scalar | number, string>();
  const print = (scalar: Scalar): string => {
    if (scalar.kind === 'constant') return splat(scalar.value);
    const key = keyOf(scalar);
    const known = named.get(key);
    if (known !== undefined) return get(known);
    const text = scalar.kind === 'operand' ? operand(scalar.index) : printOnce(scalar);
    if ((uses.get(key) ?? 0) < 2) return text;
    const own = /^\(local\.get \$([\w.]+)\)$/.exec(text)?.[1];
    const name = own ?? locals.declare(`${prefix}${named.size}`, 'v128');
    named.set(key, name);
    return own ? text : tee(name, text);
  };
  const printOnce = ({ fn, args }: Applied): string => {
    const clamp = clampOf(fn, args);
    if (clamp) return `(${clamp.instruction} ${print(clamp.value)} ${splat(clamp.bound)})`;
    const magnitude = magnitudeOf(fn, args);
    if (magnitude) return `(f32x4.abs ${print(magnitude)})`;
    // In the order they are computed in: a local has to be set before it is read.
    const [condition, ...rest] = args;
    const ordered = fn === 'select' && condition ? [...rest, condition] : args;
    const texts = ordered.map(print);
    return spellings[fn]?.(...texts) ?? '';
  };
  return print(whole);
}

type Applied = Extract<Scalar, { kind: 'apply' }>;

/** Operands are the same where their index is. */
const keyOf = (scalar: Scalar): Scalar | number => (scalar.kind === 'operand' ? scalar.index : scalar);

/**
 * A minimum or maximum with a constant, in one instruction of the machine where `min` and `max` take several:
 * `pmax(x, c)` is `x < c ? c : x`, which is `x` where that is NaN.
 */
function clampOf(
  fn: ScalarFunction,
  [a, b]: readonly Scalar[],
): { readonly instruction: string; readonly value: Scalar; readonly bound: number } | undefined {
  if ((fn !== 'min' && fn !== 'max') || !a || !b) return undefined;
  const [value, bound] = a.kind === 'constant' ? [b, a] : [a, b];
  if (bound.kind !== 'constant' || Number.isNaN(bound.value)) return undefined;
  return { instruction: `f32x4.p${fn}`, value, bound: bound.value };
}

/** What `max(x, -x)` is the magnitude of. */
function magnitudeOf(fn: ScalarFunction, [a, b]: readonly Scalar[]): Scalar | undefined {
  if (fn !== 'max' || !a || b?.kind !== 'apply' || b.fn !== 'neg') return undefined;
  const [negated] = b.args;
  return negated && keyOf(negated) === keyOf(a) ? a : undefined;
}

function countUses(expression: Scalar): ReadonlyMap<Scalar | number, number> {
  const uses = new Map<Scalar | number, number>();
  const visit = (scalar: Scalar): void => {
    const key = keyOf(scalar);
    const count = uses.get(key) ?? 0;
    uses.set(key, count + 1);
    if (count > 0 || scalar.kind !== 'apply') return;
    const magnitude = magnitudeOf(scalar.fn, scalar.args);
    if (magnitude) visit(magnitude);
    else scalar.args.forEach(visit);
  };
  visit(expression);
  return uses;
}
