/**
 * Elementwise work moves into the kernel that makes its operand:
 *
 *     f(kernel(x), r...) = kernel(x) |> f(it, r...)
 *
 * where the kernel's result is read by this alone, is no output, and has the shape of the result. Of two kernels that
 * could take a sum (a residual), the later in the order does, since the other's result is then already there. A chain
 * without end, or one that reads many values, becomes several kernels.
 */

import { computationOf, type Node, operandsOf, pointwiseExpression, takesEpilogue } from '../ir/graph.ts';
import { inOrder, operand, partsIn, type Scalar, substitute } from '../ir/scalar.ts';
import { literalOf } from '../ops/leaf.ts';
import { type Match, type Rule, type RuleContext, rewrite } from '../rewrite/rule.ts';
import { sameShape } from '../shape.ts';
import type { Pass } from './pass.ts';

/**
 * Values an epilogue reads, literals apart: with input, weight, bias and result they are the eight storage buffers
 * that every WebGPU device has, and more would be rare.
 */
const mostOperands = 4;

/** Parts of an epilogue; GELU has 9. What works on expressions recurs with their depth. */
const mostParts = 256;

const fuse: Rule = {
  equation: 'f(kernel(x), r...) = kernel(x) |> f(it, r...)',
  match(node, context) {
    const computation = computationOf(node);
    if (computation.form !== 'pointwise' || context.isConstant(node)) return undefined;
    const expression = pointwiseExpression(node, computation.body);
    const anchor = anchorOf(node, partsIn(expression), context);
    if (!anchor) return undefined;
    return {
      absorbs: [anchor],
      replacement: () => attach(anchor, node, expression),
    } satisfies Match;
  },
};

/** The latest of the operands that can take the node, of so many parts, in. */
function anchorOf(node: Node, parts: number, context: RuleContext): Node | undefined {
  return operandsOf(node)
    .filter(
      candidate =>
        takesEpilogue(candidate) &&
        !context.isConstant(candidate) &&
        context.isPrivate(candidate, node) &&
        sameShape(candidate.type.shape, node.type.shape) &&
        parts + (candidate.epilogue ? partsIn(candidate.epilogue.expression) : 0) <= mostParts &&
        valuesRead(candidate, node) <= mostOperands,
    )
    .sort((a, b) => context.position(b) - context.position(a))[0];
}

/** How many values the epilogue of `anchor` would read with `node` in it. */
function valuesRead(anchor: Node, node: Node): number {
  const values = [...(anchor.epilogue?.operands ?? []), ...operandsOf(node)];
  return new Set(values.filter(value => value !== anchor && literalOf(value) === undefined)).size;
}

/** The anchor with the node's expression, over `operandsOf(node)`, at its end. */
function attach(anchor: Node, node: Node, expression: Scalar): Node {
  const operands = [...(anchor.epilogue?.operands ?? [])];
  const before = anchor.epilogue?.expression ?? operand(0);
  const scalars = operandsOf(node).map(value => {
    if (value === anchor) return before;
    const known = operands.indexOf(value);
    if (known >= 0) return operand(known + 1);
    operands.push(value);
    return operand(operands.length);
  });
  const whole = inOrder(substitute(expression, index => scalars[index] ?? operand(index)));
  return { ...anchor, epilogue: { expression: whole, operands } };
}

export const fuseEpilogues: Pass = {
  name: 'fuse-epilogues',
  reason: 'after the order is settled, which decides the convolution that takes a residual',
  run: graph => rewrite(graph, [fuse]),
};
