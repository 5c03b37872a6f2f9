/** Operators without inputs: values that come from outside the graph. */

import { z } from 'zod';
import { InvariantError, UserError } from '../errors.ts';
import { sizes } from '../ir/bounds.ts';
import { isOp, type Node, type Op } from '../ir/graph.ts';
import { elementCount, printShape } from '../shape.ts';

/** What every leaf declares. Its name is its node's path. */
const shape = { shape: sizes.readonly() };

function leaf<S extends z.ZodRawShape & typeof shape>(
  name: string,
  attributes: z.ZodObject<S>,
): Op<{ readonly shape: readonly number[] } & z.output<z.ZodObject<S>>, readonly []> {
  return {
    name,
    attributes: attributes as unknown as z.ZodType<
      { shape: readonly number[] } & z.output<typeof attributes>
    >,
    inputs: [],
    infer: (_, { shape }) => shape,
    computation: () => ({ form: 'leaf' }),
    reference() {
      throw new InvariantError(`a value of ${name} is given, not computed`);
    },
  };
}

/** An activation that the caller of `run` gives. */
export const input = leaf('input', z.strictObject(shape));

/**
 * A tensor of the checkpoint, under the checkpoint's name. What training does not set by gradients, such as a running
 * mean, is `trained: false`: PyTorch calls it a buffer, and does not count it among the parameters.
 */
export const parameter = leaf('parameter', z.strictObject({ ...shape, trained: z.boolean() }));

/** As a whole: a schema of each number would keep a refusal for each, and a hostile text has millions. */
const numbers = z.custom<readonly number[]>(
  value => Array.isArray(value) && value.every(Number.isFinite),
  'expected a list of finite numbers',
);

const constantAttributes = z.strictObject({ ...shape, values: numbers });
type ConstantAttributes = z.infer<typeof constantAttributes>;

/** Numbers known to the compiler. */
export const constant: Op<ConstantAttributes, readonly []> = {
  name: 'constant',
  attributes: constantAttributes,
  inputs: [],
  infer(_, { shape, values }) {
    if (elementCount(shape) !== values.length) {
      throw new UserError('bad-constant', `${values.length} values do not fill ${printShape(shape)}`);
    }
    return shape;
  },
  computation: () => ({ form: 'leaf' }),
  reference: (_, { values }) => Float64Array.from(values),
};

/** Whether a node's value is given from outside: an input or a parameter. */
export function isGiven(node: Node): boolean {
  const op: unknown = node.op;
  return op === input || op === parameter;
}

/** The one number that a constant node holds everywhere, if it is known to the compiler. */
export function literalOf(node: Node): number | undefined {
  if (!isOp(node, constant)) return undefined;
  const [first, ...rest] = node.attributes.values;
  return rest.every(value => value === first) ? first : undefined;
}
