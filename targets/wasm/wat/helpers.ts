/** Functions that kernels call, of four numbers each. A module has those that are called. */

import { fillVerbatim } from '../../frames.ts';
import { get, multiplyAdd, splat } from './expressions.ts';
import { layOut } from './layout.ts';

/** Each helper: what its frame needs, and the helpers it calls. */
const helpers = {
  exp: {
    polynomial: polynomial(
      'r',
      [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1],
    ),
    calls: [],
  },
  tanh: {
    polynomial: polynomial(
      'z',
      [-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1],
    ),
    calls: ['exp'],
  },
} as const;

export type Helper = keyof typeof helpers;

/** A call of a helper. */
export const callHelper = (name: Helper, x: string): string => `(call $${name} ${x})`;

/** The helpers that functions call, as functions. */
export function helpersOf(functions: readonly string[]): readonly string[] {
  const called = (name: Helper): boolean =>
    functions.some(text => new RegExp(`\\(call \\$${name}\\s`).test(text));
  const names = (Object.keys(helpers) as Helper[]).filter(called);
  const needed = new Set<Helper>(names.flatMap(name => [...helpers[name].calls, name]));
  return [...needed].map(name =>
    fillVerbatim('wasm', name, { polynomial: helpers[name].polynomial.trimStart() }).trimEnd(),
  );
}

/** Horner's rule, the highest power first. */
function polynomial(variable: string, [first = 0, ...others]: readonly number[]): string {
  const text = others.reduce(
    (sum, coefficient) => multiplyAdd(sum, get(variable), splat(coefficient)),
    splat(first),
  );
  return layOut(text, 14);
}
