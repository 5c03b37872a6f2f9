/**
 * Scalar expressions: what an elementwise operator, or the epilogue of a kernel, does to single numbers.
 * They are data, so that one body serves the interpreter, fusion and every target. A value used twice is one
 * object referred to twice; printers give such an object a name.
 */

/** A number computed from operands. */
export type Scalar =
  | { readonly kind: 'operand'; readonly index: number }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'apply'; readonly fn: ScalarFunction; readonly args: readonly Scalar[] };

interface ScalarFunctionRow {
  readonly arity: number;
  /** The meaning, in float64; arguments beyond the arity are 0. */
  readonly evaluate: (a: number, b: number, c: number) => number;
  /** The same in terms of other functions, for targets that have no spelling of their own. */
  readonly decompose?: (...args: readonly Scalar[]) => Scalar;
}

const row = (
  arity: number,
  evaluate: (a: number, b: number, c: number) => number,
  decompose?: (...args: readonly Scalar[]) => Scalar,
): ScalarFunctionRow => ({ arity, evaluate, ...(decompose && { decompose }) });

/** Every primitive that a body may use. A target spells them, or leaves those that decompose. */
export const scalarFunctions = {
  add: row(2, (a, b) => a + b),
  sub: row(2, (a, b) => a - b),
  mul: row(2, (a, b) => a * b),
  div: row(2, (a, b) => a / b),
  neg: row(1, a => -a),
  min: row(2, (a, b) => Math.min(a, b)),
  max: row(2, (a, b) => Math.max(a, b)),
  exp: row(1, a => Math.exp(a)),
  sqrt: row(1, a => Math.sqrt(a)),
  tanh: row(1, a => Math.tanh(a)),
  /** `select(c, a, b)` is `a` where `c < 0`, else `b`. */
  select: row(3, (c, a, b) => (c < 0 ? a : b)),
  erf: row(1, erfFloat64, x => erfFloat32(x ?? constant(0))),
} as const satisfies Record<string, ScalarFunctionRow>;

/** The name of a primitive. */
export type ScalarFunction = keyof typeof scalarFunctions;

/** Looks a primitive up under its common type. */
export function scalarFunction(fn: ScalarFunction): ScalarFunctionRow {
  return scalarFunctions[fn];
}

/** What the builders below take: an expression, or a number for a constant. */
export type ScalarLike = Scalar | number;

const lift = (value: ScalarLike): Scalar => (typeof value === 'number' ? constant(value) : value);
const apply = (fn: ScalarFunction, ...args: readonly ScalarLike[]): Scalar => ({
  kind: 'apply',
  fn,
  args: args.map(lift),
});

/** The operand with this index. */
export const operand = (index: number): Scalar => ({ kind: 'operand', index });
export const constant = (value: number): Scalar => ({ kind: 'constant', value });
export const add = (a: ScalarLike, b: ScalarLike): Scalar => apply('add', a, b);
export const sub = (a: ScalarLike, b: ScalarLike): Scalar => apply('sub', a, b);
export const mul = (a: ScalarLike, b: ScalarLike): Scalar => apply('mul', a, b);
export const div = (a: ScalarLike, b: ScalarLike): Scalar => apply('div', a, b);
export const neg = (a: ScalarLike): Scalar => apply('neg', a);
export const min = (a: ScalarLike, b: ScalarLike): Scalar => apply('min', a, b);
export const max = (a: ScalarLike, b: ScalarLike): Scalar => apply('max', a, b);
export const exp = (a: ScalarLike): Scalar => apply('exp', a);
export const sqrt = (a: ScalarLike): Scalar => apply('sqrt', a);
export const tanh = (a: ScalarLike): Scalar => apply('tanh', a);
export const erf = (a: ScalarLike): Scalar => apply('erf', a);
export const select = (c: ScalarLike, a: ScalarLike, b: ScalarLike): Scalar => apply('select', c, a, b);

/** Compiles an expression to a function of its operands, in float64. A value referred to twice is computed once. */
export function evaluator(expression: Scalar): (operands: ArrayLike<number>) => number {
  return plainEvaluator(expression) ?? stepEvaluator(expression);
}

/** One function of operands and constants, the common case, without any steps between. */
function plainEvaluator(expression: Scalar): ((operands: ArrayLike<number>) => number) | undefined {
  if (expression.kind !== 'apply' || expression.args.some(arg => arg.kind === 'apply')) return undefined;
  const { evaluate } = scalarFunctions[expression.fn];
  const [a, b] = expression.args;
  if (a?.kind !== 'operand' || expression.args.length > 2) return undefined;
  const first = a.index;
  if (b?.kind === 'operand') {
    const second = b.index;
    return operands => evaluate(operands[first] ?? Number.NaN, operands[second] ?? Number.NaN, 0);
  }
  const value = b?.kind === 'constant' ? b.value : 0;
  return operands => evaluate(operands[first] ?? Number.NaN, value, 0);
}

function stepEvaluator(expression: Scalar): (operands: ArrayLike<number>) => number {
  const steps: ((values: number[], operands: ArrayLike<number>) => number)[] = [];
  const places = new Map<Scalar, number>();
  const visit = (node: Scalar): number => {
    const known = places.get(node);
    if (known !== undefined) return known;
    switch (node.kind) {
      case 'operand': {
        const { index } = node;
        steps.push((_, operands) => operands[index] ?? Number.NaN);
        break;
      }
      case 'constant': {
        const { value } = node;
        steps.push(() => value);
        break;
      }
      case 'apply': {
        const [a = 0, b = 0, c = 0] = node.args.map(visit);
        const { evaluate } = scalarFunctions[node.fn];
        steps.push(values => evaluate(values[a] ?? 0, values[b] ?? 0, values[c] ?? 0));
        break;
      }
      default:
        node satisfies never;
    }
    places.set(node, steps.length - 1);
    return steps.length - 1;
  };
  const result = visit(expression);
  const values = new Array<number>(steps.length).fill(0);
  return operands => {
    for (let i = 0; i < steps.length; i++) values[i] = steps[i]?.(values, operands) ?? Number.NaN;
    return values[result] ?? Number.NaN;
  };
}

/** Whether the order of two arguments is of no matter, exactly. */
const commutes: ReadonlySet<ScalarFunction> = new Set<ScalarFunction>(['add', 'mul']);

/** The same expression with operands of sums and products in order, so that equal ones look equal. */
export function inOrder(expression: Scalar): Scalar {
  const rank = (scalar: Scalar): number =>
    scalar.kind === 'operand' ? scalar.index : Number.POSITIVE_INFINITY;
  const done = new Map<Scalar, Scalar>();
  const visit = (scalar: Scalar): Scalar => {
    if (scalar.kind !== 'apply') return scalar;
    const known = done.get(scalar);
    if (known) return known;
    const args = scalar.args.map(visit);
    const [a, b] = args;
    if (commutes.has(scalar.fn) && a && b && rank(b) < rank(a)) args.reverse();
    const result: Scalar = { kind: 'apply', fn: scalar.fn, args };
    done.set(scalar, result);
    return result;
  };
  return visit(expression);
}

/** Replaces operands; shared parts stay shared. */
export function substitute(expression: Scalar, replacement: (index: number) => Scalar): Scalar {
  const done = new Map<Scalar, Scalar>();
  const visit = (node: Scalar): Scalar => {
    const known = done.get(node);
    if (known) return known;
    const result: Scalar =
      node.kind === 'operand'
        ? replacement(node.index)
        : node.kind === 'constant'
          ? node
          : { kind: 'apply', fn: node.fn, args: node.args.map(visit) };
    done.set(node, result);
    return result;
  };
  return visit(expression);
}

/** The highest index of an operand that an expression reads; -1 where it reads none. */
export function highestOperand(expression: Scalar): number {
  const seen = new Set<Scalar>();
  let highest = -1;
  const visit = (scalar: Scalar): void => {
    if (seen.has(scalar)) return;
    seen.add(scalar);
    if (scalar.kind === 'operand') highest = Math.max(highest, scalar.index);
    if (scalar.kind === 'apply') scalar.args.forEach(visit);
  };
  visit(expression);
  return highest;
}

/** The parts of an expression, itself among them; one that is used twice counts once. */
export function partsIn(expression: Scalar): number {
  const seen = new Set<Scalar>([expression]);
  for (const scalar of seen) {
    if (scalar.kind === 'apply') for (const arg of scalar.args) seen.add(arg);
  }
  return seen.size;
}

/** Rewrites every primitive that `has` refuses by its decomposition, until all are had. */
export function decompose(expression: Scalar, has: (fn: ScalarFunction) => boolean): Scalar {
  const done = new Map<Scalar, Scalar>();
  const visit = (node: Scalar): Scalar => {
    if (node.kind !== 'apply') return node;
    const known = done.get(node);
    if (known) return known;
    const args = node.args.map(visit);
    const definition = scalarFunction(node.fn).decompose;
    const result: Scalar =
      has(node.fn) || !definition ? { kind: 'apply', fn: node.fn, args } : visit(definition(...args));
    done.set(node, result);
    return result;
  };
  return visit(expression);
}

/**
 * A one-line text, `max(add(%0, %1), 0)`, with `name` spelling the operands. A function that is used twice is named
 * where it stands first: `div(a := add(%0, %1), add(1, exp(neg(a))))`.
 */
export function printScalar(expression: Scalar, name: (index: number) => string = i => `%${i}`): string {
  const shared = sharedFunctions(expression);
  const names = new Map<Scalar, string>();
  const visit = (scalar: Scalar): string => {
    if (scalar.kind === 'operand') return name(scalar.index);
    if (scalar.kind === 'constant') return String(scalar.value);
    const known = names.get(scalar);
    if (known) return known;
    const own = shared.has(scalar) ? letters(names.size) : undefined;
    if (own) names.set(scalar, own);
    const call = `${scalar.fn}(${scalar.args.map(visit).join(', ')})`;
    return own ? `${own} := ${call}` : call;
  };
  return visit(expression);
}

/** The functions of an expression that are referred to more than once. */
function sharedFunctions(expression: Scalar): ReadonlySet<Scalar> {
  const seen = new Set<Scalar>();
  const shared = new Set<Scalar>();
  const visit = (scalar: Scalar): void => {
    if (scalar.kind !== 'apply') return;
    if (seen.has(scalar)) {
      shared.add(scalar);
      return;
    }
    seen.add(scalar);
    scalar.args.forEach(visit);
  };
  visit(expression);
  return shared;
}

/** `a` to `z`, then `a1` and so on. */
const letters = (i: number): string =>
  String.fromCharCode(97 + (i % 26)) + (i < 26 ? '' : String(Math.floor(i / 26)));

/**
 * erf by its Maclaurin series for |x| < 3 and its continued fraction above, to about 1e-15
 * (Abramowitz and Stegun 7.1.6 and 7.1.14).
 */
function erfFloat64(x: number): number {
  const z = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (z > 6) return Math.sign(x);
  let value: number;
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
      term *= (2 * z * z) / (2 * n + 1);
      sum += term;
    }
    value = (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
  } else {
    let tail = z;
    for (let n = 60; n >= 1; n--) tail = z + n / 2 / tail;
    value = 1 - Math.exp(-z * z) / (Math.sqrt(Math.PI) * tail);
  }
  return x < 0 ? -value : value;
}

/** erf by a rational approximation, largest error 1.5e-7 (Abramowitz and Stegun 7.1.26). */
function erfFloat32(x: Scalar): Scalar {
  const z = max(x, neg(x));
  const t = div(1, add(1, mul(0.3275911, z)));
  const polynomial = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592].reduce<ScalarLike>(
    (sum, coefficient) => mul(add(sum, coefficient), t),
    0,
  );
  const value = sub(1, mul(polynomial, exp(neg(mul(z, z)))));
  return select(x, neg(value), value);
}
