/** Folded WebAssembly expressions, as text. Whole numbers are folded where they are known. */

/** A local's value. */
export const get = (name: string): string => `(local.get $${name})`;

/** Sets a local. */
export const set = (name: string, value: string): string => `(local.set $${name} ${value})`;

/** Sets a local, and is its value. */
export const tee = (name: string, value: string): string => `(local.tee $${name} ${value})`;

/** A whole number. */
export const i32 = (value: number): string => `(i32.const ${value})`;

/** The number that an expression is, where it is one. */
export function constantOf(expression: string): number | undefined {
  const found = /^\(i32\.const (-?\d+)\)$/.exec(expression);
  return found ? Number(found[1]) : undefined;
}

/** A sum of whole numbers. */
export function add(...terms: readonly string[]): string {
  const known = terms.map(constantOf);
  const constant = known.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const unknown = terms.filter((_, i) => known[i] === undefined);
  const [first, ...others] = constant === 0 && unknown.length > 0 ? unknown : [...unknown, i32(constant)];
  return others.reduce((sum, term) => `(i32.add ${sum} ${term})`, first ?? i32(0));
}

/** A difference of whole numbers. */
export function subtract(a: string, b: string): string {
  const known = constantOf(b);
  return known === undefined ? `(i32.sub ${a} ${b})` : add(a, i32(-known));
}

/** A product of whole numbers. */
export function multiply(a: string, b: string | number): string {
  const [left, right] = [constantOf(a), typeof b === 'number' ? b : constantOf(b)];
  if (left !== undefined && right !== undefined) return i32(left * right);
  if (left === 0 || right === 0) return i32(0);
  if (right === 1) return a;
  if (left === 1) return typeof b === 'number' ? i32(b) : b;
  return `(i32.mul ${a} ${typeof b === 'number' ? i32(b) : b})`;
}

/** A quotient of whole numbers without signs, rounded down. */
export const quotient = (a: string, b: number): string =>
  known(a, value => Math.floor(value / b)) ?? (b === 1 ? a : `(i32.div_u ${a} ${i32(b)})`);

/** What is left of a division without signs. */
export const remainder = (a: string, b: number): string =>
  known(a, value => value % b) ?? (b === 1 ? i32(0) : `(i32.rem_u ${a} ${i32(b)})`);

function known(a: string, of: (value: number) => number): string | undefined {
  const value = constantOf(a);
  return value === undefined ? undefined : i32(of(value));
}

/** The smaller of two whole numbers with signs; both are computed, and `a` twice unless it is a local or a number. */
export const least = (a: string, b: string): string => chosen('lt_s', Math.min, a, b);

/** The larger of two whole numbers with signs, likewise. */
export const most = (a: string, b: string): string => chosen('gt_s', Math.max, a, b);

function chosen(compare: string, fold: (...values: number[]) => number, a: string, b: string): string {
  const [left, right] = [constantOf(a), constantOf(b)];
  if (left !== undefined && right !== undefined) return i32(fold(left, right));
  return `(select ${a} ${b} (i32.${compare} ${a} ${b}))`;
}

/** A float32, rounded once. */
export function f32(value: number): string {
  const rounded = Math.fround(value);
  if (Number.isNaN(rounded)) return '(f32.const nan)';
  if (!Number.isFinite(rounded)) return `(f32.const ${rounded < 0 ? '-inf' : 'inf'})`;
  return `(f32.const ${Object.is(value, -0) ? '-0' : String(value)})`;
}

/** The same float32 in all lanes. */
export const splat = (value: number): string =>
  Object.is(value, 0) ? '(v128.const i32x4 0 0 0 0)' : `(f32x4.splat ${f32(value)})`;

/**
 * `a * b + c`, four numbers at once. The product stands first, as `relax` wants it, and is computed first: locals that
 * `a` and `b` set may be read by `c`.
 */
export const multiplyAdd = (a: string, b: string, c: string): string =>
  `(f32x4.add (f32x4.mul ${a} ${b}) ${c})`;

/** A comment. */
export const comment = (text: string): string => `;; ${text}\n`;
