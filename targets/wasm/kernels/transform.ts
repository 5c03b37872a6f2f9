/** Small constant matrices times vectors in locals: the transforms of Winograd's minimal filtering. */

import { invariant } from '../../../compiler/errors.ts';
import { get } from '../wat/expressions.ts';
import type { Locals } from '../wat/function.ts';

type Matrix = readonly (readonly number[])[];

/** How numbers are written: four lanes of float32, or two of float64. */
export type Arithmetic = 'f32x4' | 'f64x2';

/** A name and what it is set to. */
export interface Definition {
  readonly name: string;
  readonly value: string;
}

/**
 * The product of a matrix and a vector.
 *
 * Columns or rows that differ in signs alone share sums: `a + b` and `a - b` are formed once.
 *
 * @param inputs - the vector's locals
 * @param prefix - what names of intermediate locals begin with
 */
export function product(
  matrix: Matrix,
  inputs: readonly string[],
  prefix: string,
  type: Arithmetic = 'f32x4',
): { readonly definitions: readonly Definition[]; readonly results: readonly string[] } {
  const definitions: Definition[] = [];
  const name = (value: string): string => {
    const local = `${prefix}${definitions.length}`;
    definitions.push({ name: local, value });
    return get(local);
  };
  const values = inputs.map(get);
  // Where rows are fewer than columns, as on the way back, it is columns that come in pairs; else rows.
  const paired =
    matrix.length < inputs.length ? pairColumns(matrix, values, name, type) : { matrix, inputs: values };
  const results: string[] = [];
  const done = new Set<number>();
  for (const [i, row] of paired.matrix.entries()) {
    if (done.has(i)) continue;
    const next = paired.matrix[i + 1];
    const half = next && halves(row, next);
    if (!half) {
      results[i] = combination(row, paired.inputs, type);
      continue;
    }
    const same = name(combination(half.same, paired.inputs, type));
    const other = name(combination(half.other, paired.inputs, type));
    results[i] = `(${type}.add ${same} ${other})`;
    results[i + 1] = `(${type}.sub ${same} ${other})`;
    done.add(i + 1);
  }
  return { definitions, results };
}

/** Statements that set `results` to the product of a matrix and the locals `inputs`. */
export function transform(
  locals: Locals,
  matrix: Matrix,
  inputs: readonly string[],
  name: (index: number) => string,
  type: Arithmetic = 'f32x4',
): readonly string[] {
  const { definitions, results } = product(matrix, inputs, 'f', type);
  return [
    ...definitions.map(each => locals.set(each.name, 'v128', each.value)),
    ...results.map((value, i) => locals.set(name(i), 'v128', value)),
  ];
}

/** What two rows have in common, and what has opposite signs, where both is something. */
function halves(
  a: readonly number[],
  b: readonly number[],
): { readonly same: readonly number[]; readonly other: readonly number[] } | undefined {
  if (!a.every((value, i) => Math.abs(value) === Math.abs(b[i] ?? 0))) return undefined;
  const same = a.map((value, i) => (value === b[i] ? value : 0));
  const other = a.map((value, i) => (value === b[i] ? 0 : value));
  const terms = (row: readonly number[]): number => row.filter(value => value !== 0).length;
  return terms(same) > 0 && terms(other) > 0 && terms(a) > 1 ? { same, other } : undefined;
}

/** Replaces two neighbouring inputs by their sum and difference where no row needs them apart. */
function pairColumns(
  matrix: Matrix,
  inputs: readonly string[],
  name: (value: string) => string,
  type: Arithmetic,
): { readonly matrix: Matrix; readonly inputs: readonly string[] } {
  const result = matrix.map(row => [...row]);
  const values = [...inputs];
  for (let i = 0; i + 1 < inputs.length; i++) {
    const uses = result.map(row => [row[i] ?? 0, row[i + 1] ?? 0] as const);
    const sums = uses.filter(([a, b]) => a === b && a !== 0).length;
    const differences = uses.filter(([a, b]) => a === -b && a !== 0).length;
    const isPaired = uses.every(([a, b]) => Math.abs(a) === Math.abs(b)) && sums > 0 && differences > 0;
    if (!isPaired) continue;
    const [a = '', b = ''] = [values[i], values[i + 1]];
    values[i] = name(`(${type}.add ${a} ${b})`);
    values[i + 1] = name(`(${type}.sub ${a} ${b})`);
    for (const [row, [left, right]] of uses.entries()) {
      const own = result[row];
      invariant(own, 'the matrix has lost a row');
      own[i] = left === right ? left : 0;
      own[i + 1] = left === right ? 0 : left;
    }
    i++;
  }
  return { matrix: result, inputs: values };
}

/** A row times the inputs. */
function combination(row: readonly number[], inputs: readonly string[], type: Arithmetic): string {
  const constant = (value: number): string =>
    type === 'f32x4' ? `(f32x4.splat (f32.const ${value}))` : `(f64x2.splat (f64.const ${value}))`;
  const terms = [...row.entries()].filter(([, factor]) => factor !== 0);
  // What is no product first, so that products are added to it; of these a positive one, so that nothing is negated.
  const rank = (factor: number): number => (factor === 1 ? 0 : Math.abs(factor) !== 1 ? 1 : 2);
  let text = '';
  for (const [i, factor] of terms.sort(([, a], [, b]) => rank(a) - rank(b))) {
    const value = inputs[i] ?? '';
    const product = `(${type}.mul ${value} ${constant(factor)})`;
    if (text === '') text = factor === 1 ? value : factor === -1 ? `(${type}.neg ${value})` : product;
    else if (factor === 1) text = `(${type}.add ${text} ${value})`;
    else if (factor === -1) text = `(${type}.sub ${text} ${value})`;
    else text = `(${type}.add ${product} ${text})`;
  }
  return text || constant(0);
}
