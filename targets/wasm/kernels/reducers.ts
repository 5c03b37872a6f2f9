/** What becomes of the values of a window, as statements: for some vectors of channels at once. */

import { count } from '../../indices.ts';
import { get, set, splat, tee } from '../wat/expressions.ts';
import type { Locals } from '../wat/function.ts';
import { carry, clear, gather, levelsOf, sumIn } from './carries.ts';

/** Reduces a window, row by row. */
export interface Reducer {
  readonly begin: string;
  readonly beginRow: string;
  /** Takes the next value of a vector's channels. */
  readonly take: (vector: number, value: string) => string;
  /** After a tap of a row, and after a row: locals `v` and `u` say which. */
  readonly afterTap: string;
  readonly endRow: string;
  readonly afterRow: string;
  readonly end: string;
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
    afterTap: '',
    endRow: '',
    afterRow: '',
    end: '',
    result: vector => `(v128.or ${get(best[vector] ?? '')} ${get(none[vector] ?? '')})`,
  };
}

/**
 * The mean. Sums are formed of each row and then of rows, in levels where these are many.
 *
 * @param rows - how many rows a window has at most, and how many taps each
 */
export function mean(
  locals: Locals,
  vectors: number,
  divisor: string,
  [rows, taps]: readonly [rows: number, taps: number],
): Reducer {
  const sums = count(vectors).map(i => levelsOf(locals, `sum${i}`, rows));
  const ofRow = count(vectors).map(i => levelsOf(locals, `row${i}`, taps));
  return {
    begin: clear(sums),
    beginRow: clear(ofRow),
    take: (vector, value) => together('f32x4.add', ofRow[vector]?.[0] ?? '', value),
    afterTap: carry(ofRow, 'v'),
    endRow: [
      gather(ofRow),
      ...sums.map(([first = ''], i) => together('f32x4.add', first, get(sumIn(ofRow[i] ?? [])))),
    ].join('\n'),
    afterRow: carry(sums, 'u'),
    end: gather(sums),
    result: vector => `(f32x4.div ${get(sumIn(sums[vector] ?? []))} ${divisor})`,
  };
}
