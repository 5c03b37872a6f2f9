/** Loops over all elements of a result, in the order they lie in memory, as few as the layouts allow. */

import type { Access, Strides } from '../compiler/plan/kernel.ts';
import { index } from './indices.ts';

/** One loop: its variable, its length, and each operand's stride along it. */
export interface Loop {
  readonly variable: string;
  readonly size: number;
  readonly strides: readonly number[];
}

const variables = ['i', 'j', 'k', 'l', 'm', 'n', 'o', 'p'];

/**
 * The loops over a result.
 *
 * @param operands - strides of whatever is indexed beside the result
 * @param axes - the axes to go over; all unless said
 */
export function loopsOver(
  { shape, strides }: Access,
  operands: readonly Strides[],
  axes: readonly number[] = shape.map((_, axis) => axis),
): readonly Loop[] {
  const all = [strides, ...operands];
  const loops: { size: number; strides: number[] }[] = [];
  const inOrder = axes
    .filter(axis => (shape[axis] ?? 1) > 1)
    .sort((a, b) => (strides[b] ?? 0) - (strides[a] ?? 0));
  for (const axis of inOrder) {
    const size = shape[axis] ?? 1;
    const steps = all.map(each => each[axis] ?? 0);
    const outer = loops.at(-1);
    // Two axes are one where every operand goes on from the end of the inner one.
    if (outer?.strides.every((stride, i) => stride === (steps[i] ?? 0) * size)) {
      outer.size *= size;
      outer.strides = steps;
    } else loops.push({ size, strides: steps });
  }
  return loops.map((loop, i) => ({ ...loop, variable: variables[i] ?? `i${i}` }));
}

/** The index of operand `which` (0 is the result) inside the loops. */
export const indexIn = (loops: readonly Loop[], which: number): string =>
  index(...loops.map(({ variable, strides }) => [variable, strides[which] ?? 0] as const));

/** The loops' variables, out of the number of a result: for threads that each compute one. */
export function countersOf(
  loops: readonly Loop[],
  number: string,
  sizes: readonly number[] = loops.map(({ size }) => size),
): readonly { readonly name: string; readonly text: string }[] {
  return loops.map(({ variable }, i) => {
    const inside = sizes.slice(i + 1).reduce((product, size) => product * size, 1);
    const quotient = inside === 1 ? number : `${number} / ${inside}`;
    return { name: variable, text: `${quotient}${i === 0 ? '' : ` % ${sizes[i]}`}` };
  });
}
