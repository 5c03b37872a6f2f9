/** Operands of elementwise expressions, as kernels read them. */

import type { Epilogue, Node } from '../ir/graph.ts';
import { constant, operand, type Scalar, substitute } from '../ir/scalar.ts';
import { literalOf } from '../ops/leaf.ts';
import type { Builder, Place, Reading, Value } from './builder.ts';
import type { Joins } from './joins.ts';
import type { Access, KernelEpilogue } from './kernel.ts';
import { rowMajor, stretched } from './layout.ts';
import type { Means } from './means.ts';

/** What lowering one node needs. */
export interface Context {
  readonly builder: Builder;
  readonly isConstant: (node: Node) => boolean;
  readonly means: Means;
  readonly joins: Joins;
}

/** A node's value: an activation, or a tensor of `weights.bin`. */
export function valueFor(node: Node, { builder, isConstant }: Context): Value {
  if (!isConstant(node)) return builder.valueOf(node);
  return { access: rowMajor(node.type.shape), at: builder.weight(node, `${node.path} constant`) };
}

/** An expression whose operands have places. */
export interface Placed {
  readonly expression: Scalar;
  readonly readings: readonly Required<Reading>[];
}

/**
 * Gives the operands of an expression their places; literals become part of it.
 *
 * @param nodes - the nodes of operand `first` and those after it
 * @param y - what the expression is computed at each place of
 */
export function placeOperands(
  expression: Scalar,
  nodes: readonly Node[],
  first: number,
  y: Access,
  context: Context,
): Placed {
  const readings: Required<Reading>[] = [];
  const scalars = nodes.map(node => {
    const number = literalOf(node);
    if (number !== undefined) return constant(number);
    const value = valueFor(node, context);
    readings.push({ value, strides: stretched(value.access, y.shape) });
    return operand(first + readings.length - 1);
  });
  return {
    expression: substitute(expression, i => (i < first ? operand(i) : (scalars[i - first] ?? operand(i)))),
    readings,
  };
}

/** An epilogue, if there is one, and what it reads. */
export function placeEpilogue(
  epilogue: Epilogue | undefined,
  y: Access,
  context: Context,
): { readonly epilogue?: KernelEpilogue; readonly readings: readonly Required<Reading>[] } {
  if (!epilogue) return { readings: [] };
  const { operands, expression } = epilogue;
  const placed = placeOperands(expression, operands, 1, y, context);
  return {
    epilogue: { expression: placed.expression, operands: placed.readings.map(({ strides }) => strides) },
    readings: placed.readings,
  };
}

/** Where readings lie, as arguments of a step. */
export const placesOf = (readings: readonly Reading[]): readonly Place[] =>
  readings.map(({ value }) => value.at);
