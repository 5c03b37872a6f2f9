/**
 * Sums of many numbers, in levels: a local takes no more than 64 numbers before it is carried into the next, so that
 * float32 loses with the logarithm of their count what it would lose with the count.
 */

import { count } from '../../indices.ts';
import { get, i32, set, splat } from '../wat/expressions.ts';
import type { Locals } from '../wat/function.ts';

/** Numbers that a local takes: a power of two. */
const most = 64;

/** The locals of one sum: the first takes numbers, the last has the sum once all are gathered. */
export type Levels = readonly string[];

/** Declares the locals of a sum of at most so many numbers; one where they are few. */
export function levelsOf(locals: Locals, name: string, numbers: number): Levels {
  const levels = Math.max(1, Math.ceil(Math.log2(numbers) / Math.log2(most)));
  return count(levels).map(level => locals.declare(level === 0 ? name : `${name}Level${level}`, 'v128'));
}

export const clear = (sums: readonly Levels[]): string =>
  sums.flatMap(levels => levels.map(name => set(name, splat(0)))).join('\n');

const into = (name: string, from: string): string => set(name, `(f32x4.add ${get(name)} ${get(from)})`);

/**
 * Carries what is full, after a turn of a loop.
 *
 * @param counter - the local that counts turns
 * @param step - by how much, a power of two
 */
export function carry(sums: readonly Levels[], counter: string, step = 1): string {
  const levels = Math.max(...sums.map(({ length }) => length));
  return count(levels - 1).reduceRight((inner, level) => {
    const turns = step * most ** (level + 1);
    const moves = sums.flatMap(names => {
      const [from, to] = [names[level], names[level + 1]];
      return from === undefined || to === undefined ? [] : [into(to, from), set(from, splat(0))];
    });
    const isFull = `(i32.eq (i32.and ${get(counter)} ${i32(turns - 1)}) ${i32(turns - step)})`;
    return `(if ${isFull} (then ${[...moves, inner].join('\n')}))`;
  }, '');
}

/** Joins all levels of sums in their last ones. */
export const gather = (sums: readonly Levels[]): string =>
  sums.flatMap(names => names.slice(1).map((name, level) => into(name, names[level] ?? name))).join('\n');

/** Where a sum is, once gathered. */
export const sumIn = (levels: Levels): string => levels.at(-1) ?? '';
