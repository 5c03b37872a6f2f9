/** The innermost loop of all contractions: some pixels by up to 16 channels of a panel, summed in registers. */

import { count } from '../../indices.ts';
import { add, get, i32, multiplyAdd, set } from '../wat/expressions.ts';
import { type Locals, loop } from '../wat/function.ts';
import { bytes } from '../wat/memory.ts';

/** Where the terms of a sum lie: runs of numbers side by side, and how to come from one to the next. In numbers. */
export interface Terms {
  readonly length: number;
  /** The slowest axis first. */
  readonly taps: readonly { readonly count: number; readonly step: number }[];
}

/** The terms of a window, over pixels whose channels lie side by side. */
export function termsOf(
  kernel: readonly [number, number],
  [down, across]: readonly [number, number],
  perGroup: number,
): Terms {
  let length = perGroup;
  const taps: { count: number; step: number }[] = [];
  // Taps that lie side by side are one run.
  for (const [size, step] of [
    [kernel[1], across],
    [kernel[0], down],
  ] as const) {
    if (size === 1) continue;
    if (taps.length === 0 && step === length) length *= size;
    else taps.unshift({ count: size, step });
  }
  return { length, taps };
}

/** Sums to form. */
export interface Sums {
  readonly rows: number;
  readonly vectors: number;
  /** Channels in a panel. */
  readonly lanes: number;
  /** Numbers from a pixel's terms to the next pixel's. */
  readonly step: number;
  readonly terms: Terms;
  /** Where the first pixel's terms and the weights lie. */
  readonly a: string;
  readonly w: string;
  /** What a vector's sums begin with; nothing unless said. */
  readonly start?: (vector: number) => string;
}

/** The local of a sum. */
export const sumOf = (row: number, vector: number): string => `c${row}${vector}`;

/**
 * Forms sums in locals. One term a turn, and no more: V8 loads all that a turn reads before it multiplies, so that
 * longer turns would run out of registers.
 */
export function printSums(locals: Locals, sums: Sums): string {
  const { rows, vectors, lanes, step, terms, a, w, start } = sums;
  const each = count(vectors);
  const zero = '(v128.const i32x4 0 0 0 0)';
  const begin = each.flatMap(vector =>
    count(rows).map(row =>
      locals.set(
        sumOf(row, vector),
        'v128',
        row === 0 || !start ? (start?.(vector) ?? zero) : get(sumOf(0, vector)),
      ),
    ),
  );
  const offset = (numbers: number): string => (numbers === 0 ? '' : `offset=${numbers * bytes} `);
  const turn = [
    ...count(rows).map(row =>
      locals.set(`a${row}`, 'v128', `(v128.load32_splat ${offset(row * step)}${get('a')})`),
    ),
    ...each.map(vector => locals.set(`w${vector}`, 'v128', `(v128.load ${offset(vector * 4)}${get('k')})`)),
    ...count(rows).flatMap(row =>
      each.map(vector =>
        set(sumOf(row, vector), multiplyAdd(get(`a${row}`), get(`w${vector}`), get(sumOf(row, vector)))),
      ),
    ),
    set('k', add(get('k'), i32(lanes * bytes))),
  ];
  const run =
    terms.length === 1
      ? [...turn, set('a', add(get('a'), i32(bytes)))]
      : [
          locals.set('end', 'i32', add(get('a'), i32(terms.length * bytes))),
          `(loop $terms ${turn.join('\n')}
            (br_if $terms (i32.lt_u (local.tee $a ${add(get('a'), i32(bytes))}) ${get('end')})))`,
        ];
  let body = run.join('\n');
  let done = terms.length;
  for (const [i, tap] of terms.taps.toReversed().entries()) {
    const next = set('a', add(get('a'), i32((tap.step - done) * bytes)));
    body = loop(locals, `tap${i}`, { to: i32(tap.count) }, `${body}\n${next}`);
    done = tap.count * tap.step;
  }
  return [...begin, locals.set('a', 'i32', a), locals.set('k', 'i32', w), body].join('\n');
}
