/** Which taps of a window lie inside the image, along one axis. */

import type { WindowAxis } from '../../../compiler/shape.ts';
import { add, constantOf, get, i32, least, multiply, quotient, subtract } from '../wat/expressions.ts';
import type { Locals } from '../wat/function.ts';

/** The taps of a place along one axis, as expressions. */
export interface Reach {
  /** Statements that set what the others read. */
  readonly begin: string;
  /** Taps `[from, to)` lie inside the image. */
  readonly from: string;
  readonly to: string;
  /** Where the first of them lies, and how far from it the next. */
  readonly first: string;
  readonly apart: number;
  /** How many taps a mean is divided by. */
  readonly counted: string;
}

/** An axis of pooling: its window, the image's size along it, and how many places the window takes. */
export interface PooledAxis extends WindowAxis {
  readonly size: number;
  readonly places: number;
}

/** What a mean is divided by: nothing, the taps inside the image, or those in its padding too. */
export type Counts = 'nothing' | 'inside' | 'padding';

/**
 * The taps of a window that slides.
 *
 * @param tap - the variable that counts taps; names of locals begin with it
 * @param place - which place the window is at
 */
export function tapsOf(locals: Locals, tap: string, axis: PooledAxis, place: string, counts: Counts): Reach {
  const { kernel, stride, padding, dilation, size, places } = axis;
  const [before, after] = padding;
  const begins = subtract(multiply(place, stride), i32(before));
  const start = `${tap}Start`;
  const known = constantOf(begins);
  const at = known === undefined ? get(start) : begins;
  const last = (places - 1) * stride - before + (kernel - 1) * dilation;
  // Taps before the image, and taps up to its end, or up to that of its padding.
  const lost = (at: number): number => Math.ceil(Math.max(0, -at) / dilation);
  const upTo = (at: number, end: number): number => Math.min(kernel, Math.ceil((end - at) / dilation));
  const statements = known === undefined ? [locals.set(start, 'i32', begins)] : [];
  const name = (suffix: string, value: string): string => {
    if (constantOf(value) !== undefined) return value;
    statements.push(locals.set(`${tap}${suffix}`, 'i32', value));
    return get(`${tap}${suffix}`);
  };
  const ending = (suffix: string, end: number): string => {
    if (last < end) return i32(kernel);
    if (known !== undefined) return i32(upTo(known, end));
    const taps = name(suffix, quotient(add(subtract(i32(end), at), i32(dilation - 1)), dilation));
    return name(suffix, least(taps, i32(kernel)));
  };
  const from =
    before === 0
      ? i32(0)
      : known !== undefined
        ? i32(lost(known))
        : name(
            'From',
            `(select ${quotient(subtract(i32(dilation - 1), at), dilation)} ${i32(0)} (i32.lt_s ${at} ${i32(0)}))`,
          );
  const to = ending('To', size);
  const first = name('First', add(at, multiply(from, dilation)));
  const counted = {
    nothing: () => i32(0),
    inside: () => name('Counted', subtract(to, from)),
    padding: () => ending('Counted', size + after),
  }[counts]();
  return { begin: statements.join('\n'), from, to, first, apart: dilation, counted };
}

/** The span of window `place` of `parts` that divide an axis as evenly as can be. */
export function spanOf(locals: Locals, tap: string, size: number, parts: number, place: string): Reach {
  const begins = quotient(multiply(place, size), parts);
  const ends = quotient(add(multiply(add(place, i32(1)), size), i32(parts - 1)), parts);
  const [from, to] = [`${tap}From`, `${tap}To`];
  const isKnown = constantOf(begins) !== undefined && constantOf(ends) !== undefined;
  const first = isKnown ? begins : get(from);
  const end = isKnown ? ends : get(to);
  return {
    begin: isKnown ? '' : [locals.set(from, 'i32', begins), locals.set(to, 'i32', ends)].join('\n'),
    from: first,
    to: end,
    first,
    apart: 1,
    counted: subtract(end, first),
  };
}
