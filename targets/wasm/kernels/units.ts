/** Units of work, as WebAssembly text counts them. */

import { unitsIn } from '../../units.ts';
import { add, get, i32, multiply, quotient, remainder } from '../wat/expressions.ts';
import type { Locals } from '../wat/function.ts';
import { bytes } from '../wat/memory.ts';

/** Units that are enough for eight threads to have nearly the same to do. */
export const enoughUnits = 64;

/** A number that counts something, and its size. */
export interface Counter {
  readonly variable: string;
  readonly size: number;
}

/** The counter's value: a local, or 0 where it has no other. */
export const counterValue = ({ variable, size }: Counter): string => (size === 1 ? i32(0) : get(variable));

/** Statements that set counters to those of a unit: the last counts fastest. */
export function decode(locals: Locals, counters: readonly Counter[]): string {
  const several = counters.filter(({ size }) => size > 1);
  return several
    .map(({ variable }, i) => {
      const number = quotient(get('unit'), unitsIn(several.slice(i + 1)));
      return locals.set(variable, 'i32', i === 0 ? number : remainder(number, several[i]?.size ?? 1));
    })
    .join('\n');
}

/** The address of a place: a parameter, and for each counter how many numbers its steps are apart. */
export const addressOf = (
  parameter: string,
  ...terms: readonly (readonly [value: string, stride: number])[]
): string => add(get(parameter), ...terms.map(([value, stride]) => multiply(value, stride * bytes)));

/** Statements for all values of a counter, or others for its last. */
export function lastApart(counter: Counter, all: string, last: string | undefined): string {
  if (last === undefined) return all;
  if (counter.size === 1) return last;
  return `(if (i32.lt_u ${counterValue(counter)} ${i32(counter.size - 1)}) (then ${all}) (else ${last}))`;
}
