/** What becomes of the values of a window, as statements: for some vectors of channels at once. */

import { count } from '../../indices.ts';
import { get, set, splat, tee } from '../wat/expressions.ts';
import type { Locals } from '../wat/function.ts';

/** Reduces a window, row by row. */
export interface Reducer {
  readonly begin: string;
  readonly beginRow: string;
  /** Takes the next value of a vector's channels. */
  readonly take: (vector: number, value: string) => string;
  readonly endRow: string;
  readonly result: (vector: number) => string;
}

const vectorsOf = (locals: Locals, name: string, vectors: number): readonly string[] =>
  count(vectors).map(i => locals.declare(`${name}${i}`, 'v128'));

const setAll = (names: readonly string[], value: string): string =>
  names.map(name => set(name, value)).join('\n');

const together = (how: string, name: string, value: string): string =>
  set(name, `(${how} ${get(name)} ${value})`);

/**
 * The largest value. `pmax` is one instruction of a machine where `max` is seven, but passes over what is no number:
 * that is noted beside it, as a NaN of all bits set.
 */
export function largest(locals: Locals, vectors: number): Reducer {
  const best = vectorsOf(locals, 'largest', vectors);
  const none = vectorsOf(locals, 'nan', vectors);
  const value = locals.declare('value', 'v128');
  return {
    begin: [setAll(best, splat(Number.NEGATIVE_INFINITY)), setAll(none, splat(0))].join('\n'),
    beginRow: '',
    take: (vector, given) =>
      [
        together('f32x4.pmax', best[vector] ?? '', tee(value, given)),
        together('v128.or', none[vector] ?? '', `(f32x4.ne ${get(value)} ${get(value)})`),
      ].join('\n'),
    endRow: '',
    result: vector => `(v128.or ${get(best[vector] ?? '')} ${get(none[vector] ?? '')})`,
  };
}

/** The mean. Sums are formed of each row and then of rows: over a whole image float32 loses less that way. */
export function mean(locals: Locals, vectors: number, divisor: string): Reducer {
  const sums = vectorsOf(locals, 'sum', vectors);
  const rows = vectorsOf(locals, 'row', vectors);
  return {
    begin: setAll(sums, splat(0)),
    beginRow: setAll(rows, splat(0)),
    take: (vector, value) => together('f32x4.add', rows[vector] ?? '', value),
    endRow: sums.map((name, i) => together('f32x4.add', name, get(rows[i] ?? ''))).join('\n'),
    result: vector => `(f32x4.div ${get(sums[vector] ?? '')} ${divisor})`,
  };
}
