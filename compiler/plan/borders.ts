/** Inputs and outputs of a plan, as its users speak of them. */

import { invariant } from '../errors.ts';
import type { Border, Plan } from './plan.ts';

/** The input of a network that has preprocessing: it has no other. */
export function imageInput({ name, inputs }: Pick<Plan, 'name' | 'inputs'>): Border {
  const [input] = inputs;
  invariant(input, `${name} has no input`);
  return input;
}

/** One value alone, several as an object by their names: what users of a package give and get. */
export const aloneOrNamed = <T>(
  borders: readonly Border[],
  of: (border: Border) => T,
): T | Record<string, T> => {
  const [only, ...others] = borders;
  return only && others.length === 0
    ? of(only)
    : Object.fromEntries(borders.map(border => [border.name, of(border)]));
};
