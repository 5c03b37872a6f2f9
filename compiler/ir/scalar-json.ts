/**
 * Scalar expressions as JSON: a list, each entry an operand, a constant, or a function of earlier entries; the last
 * is the expression. A value used twice stays one value.
 */

import { z } from 'zod';
import { UserError } from '../errors.ts';
import { listOf, place } from './bounds.ts';
import { type Scalar, type ScalarFunction, scalarFunctions } from './scalar.ts';

const isFunction = (name: string): name is ScalarFunction => Object.hasOwn(scalarFunctions, name);

/** Functions on expressions recur as deep as they are long: longer ones are refused. */
const longest = 1024;

const entry = z.union(
  [
    z.strictObject({ operand: place }),
    z.strictObject({ constant: z.number() }),
    z.strictObject({ fn: z.string().refine(isFunction), args: listOf(place, 3) }),
  ],
  {
    error: `expected {operand}, {constant}, or {fn, args} with fn one of ${Object.keys(scalarFunctions).join(', ')}`,
  },
);

/** The schema of an expression's JSON. */
export const expressionSchema = listOf(entry, longest).refine(entries => entries.length > 0, {
  error: 'is empty',
});

/** An expression as plain JSON. */
export type ExpressionJson = z.infer<typeof expressionSchema>;

/** An expression as a plain value for `JSON.stringify`. */
export function expressionToJson(expression: Scalar): ExpressionJson {
  const entries: ExpressionJson = [];
  const places = new Map<Scalar, number>();
  const visit = (scalar: Scalar): number => {
    const known = places.get(scalar);
    if (known !== undefined) return known;
    switch (scalar.kind) {
      case 'operand':
        entries.push({ operand: scalar.index });
        break;
      case 'constant':
        entries.push({ constant: scalar.value });
        break;
      case 'apply': {
        const args = scalar.args.map(visit);
        entries.push({ fn: scalar.fn, args });
        break;
      }
    }
    places.set(scalar, entries.length - 1);
    return entries.length - 1;
  };
  visit(expression);
  return entries;
}

/**
 * Reads an expression.
 *
 * @param field - its place in the text, for errors
 * @param source - names the text
 * @throws UserError where a function lacks arguments or reads a later entry
 */
export function expressionFromJson(entries: ExpressionJson, field: string, source: string): Scalar {
  const scalars: Scalar[] = [];
  const bad = (problem: string): never => {
    throw new UserError('bad-graph', `${field}: ${problem}`, { at: source });
  };
  for (const entry of entries) {
    if ('operand' in entry) scalars.push({ kind: 'operand', index: entry.operand });
    else if ('constant' in entry) scalars.push({ kind: 'constant', value: entry.constant });
    else {
      const { arity } = scalarFunctions[entry.fn];
      if (entry.args.length !== arity) bad(`${entry.fn} takes ${arity} arguments, got ${entry.args.length}`);
      const args = entry.args.map(i => scalars[i] ?? bad(`argument ${i} does not come before its use`));
      scalars.push({ kind: 'apply', fn: entry.fn, args });
    }
  }
  return scalars.at(-1) ?? bad('is empty');
}
