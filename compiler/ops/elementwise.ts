/**
 * Elementwise operators. Each is one record: a name and a scalar body. Shapes follow NumPy's broadcasting;
 * fusion, the interpreter and every target work from the body, so a new one needs no edit anywhere else.
 */

import { z } from 'zod';
import { UserError } from '../errors.ts';
import { mapElements } from '../ir/elements.ts';
import type { Node, Op } from '../ir/graph.ts';
import * as scalar from '../ir/scalar.ts';
import { operand, type Scalar } from '../ir/scalar.ts';
import { broadcastShapes, printShape } from '../shape.ts';

const { add: sum, div: quotient, erf, exp, max, min, mul: product, sub: difference } = scalar;

/** The inputs of an operator by the number of its body's operands. */
type Inputs<N extends number> = N extends 1
  ? readonly [x: Node]
  : N extends 2
    ? readonly [a: Node, b: Node]
    : readonly Node[];

/** An operator that applies `body` to each element. */
function elementwise<N extends 1 | 2, S extends z.ZodRawShape>(
  name: string,
  arity: N,
  shape: S,
  body: (attributes: z.output<z.ZodObject<S>>, x: Scalar, y: Scalar) => Scalar,
): Op<z.output<z.ZodObject<S>>, Inputs<N>> {
  type Attributes = z.output<z.ZodObject<S>>;
  const expression = (attributes: Attributes): Scalar => body(attributes, operand(0), operand(1));
  return {
    name,
    attributes: z.strictObject(shape) as unknown as z.ZodType<Attributes>,
    inputs: arity === 1 ? ['x'] : ['a', 'b'],
    infer(inputs) {
      const result = broadcastShapes(inputs);
      if (result) return result;
      throw new UserError(
        'shape-mismatch',
        `${name} of ${inputs.map(printShape).join(' and ')}: sizes must be equal, or 1`,
        {
          fix: 'make both branches end with the same channels and strides, for instance by a 1x1 convolution on the skip',
        },
      );
    },
    computation: attributes => ({ form: 'pointwise', body: expression(attributes) }),
    reference: (inputs, attributes, result) => mapElements(expression(attributes), inputs, result),
  };
}

export const add = elementwise('add', 2, {}, (_, a, b) => sum(a, b));
export const sub = elementwise('sub', 2, {}, (_, a, b) => difference(a, b));
export const mul = elementwise('mul', 2, {}, (_, a, b) => product(a, b));
export const div = elementwise('div', 2, {}, (_, a, b) => quotient(a, b));
export const sqrt = elementwise('sqrt', 1, {}, (_, x) => scalar.sqrt(x));

export const relu = elementwise('relu', 1, {}, (_, x) => max(x, 0));
export const relu6 = elementwise('relu6', 1, {}, (_, x) => min(max(x, 0), 6));
export const leakyRelu = elementwise('leakyRelu', 1, { slope: z.number().default(0.01) }, ({ slope }, x) =>
  sum(max(x, 0), product(slope, min(x, 0))),
);
export const sigmoid = elementwise('sigmoid', 1, {}, (_, x) => quotient(1, sum(1, exp(scalar.neg(x)))));
export const silu = elementwise('silu', 1, {}, (_, x) => quotient(x, sum(1, exp(scalar.neg(x)))));
export const tanh = elementwise('tanh', 1, {}, (_, x) => scalar.tanh(x));
/** `relu6(x + 3) / 6` (https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html). */
export const hardSigmoid = elementwise('hardSigmoid', 1, {}, (_, x) =>
  quotient(min(max(sum(x, 3), 0), 6), 6),
);
/** `x * relu6(x + 3) / 6` (https://pytorch.org/docs/stable/generated/torch.nn.Hardswish.html). */
export const hardSwish = elementwise('hardSwish', 1, {}, (_, x) =>
  quotient(product(x, min(max(sum(x, 3), 0), 6)), 6),
);
/** `x * Phi(x)`, or its tanh approximation (https://pytorch.org/docs/stable/generated/torch.nn.GELU.html). */
export const gelu = elementwise(
  'gelu',
  1,
  { approximate: z.enum(['none', 'tanh']).default('none') },
  ({ approximate }, x) => {
    const gate =
      approximate === 'none'
        ? erf(product(x, Math.SQRT1_2))
        : scalar.tanh(product(Math.sqrt(2 / Math.PI), sum(x, product(0.044715, product(x, product(x, x))))));
    return product(product(0.5, x), sum(1, gate));
  },
);
