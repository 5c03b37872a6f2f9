/** Operators whose two operands may be swapped. */

import type { Op } from '../ir/graph.ts';
import type { ScalarFunction } from '../ir/scalar.ts';
import { ops } from '../ops/index.ts';

const functions: ReadonlySet<ScalarFunction> = new Set(['add', 'mul', 'min', 'max']);

const commutative: ReadonlySet<string> = new Set(
  [...ops.values()].filter(swaps).map(operator => operator.name),
);

/** Whether an operator, by its name, gives the same for its operands in another order. */
export const isCommutative = (operator: string): boolean => commutative.has(operator);

/** Whether its body applies such a function to its two operands, and does nothing else. */
function swaps(operator: Op): boolean {
  if (operator.inputs.length !== 2) return false;
  const { data } = operator.attributes.safeParse({});
  const computation = data !== undefined ? operator.computation(data, []) : undefined;
  if (computation?.form !== 'pointwise' || computation.body.kind !== 'apply') return false;
  const [a, b] = computation.body.args;
  return (
    functions.has(computation.body.fn) &&
    a?.kind === 'operand' &&
    b?.kind === 'operand' &&
    a.index !== b.index
  );
}
