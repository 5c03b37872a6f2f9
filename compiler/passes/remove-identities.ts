/** Removes what does nothing when a network only infers. A node with an epilogue does something. */

import { isOp, type Node } from '../ir/graph.ts';
import { add, mul } from '../ops/elementwise.ts';
import { constant } from '../ops/leaf.ts';
import { dropout, flatten, reshape } from '../ops/movement.ts';
import { type Rule, rewrite } from '../rewrite/rule.ts';
import { sameShape } from '../shape.ts';
import type { Pass } from './pass.ts';

const isAll = (node: Node | undefined, value: number): boolean =>
  isOp(node, constant) && node.attributes.values.every(each => each === value);

/** `op(x, e) = op(e, x) = x` where `e` does not stretch `x`. */
function neutral(op: typeof add, value: number, equation: string): Rule {
  return {
    equation,
    match(node) {
      if (!isOp(node, op) || node.epilogue) return undefined;
      const [a, b] = node.inputs;
      const kept = isAll(b, value) ? a : isAll(a, value) ? b : undefined;
      if (!kept || !sameShape(kept.type.shape, node.type.shape)) return undefined;
      return { absorbs: [], replacement: () => kept };
    },
  };
}

/** The rules of the pass. */
const identityRules: readonly Rule[] = [
  {
    equation: 'dropout(x) = x',
    match(node) {
      if (!isOp(node, dropout) || node.epilogue) return undefined;
      return { absorbs: [], replacement: () => node.inputs[0] };
    },
  },
  {
    equation: 'reshape(x) = x where the shape stays',
    match(node) {
      if (!isOp(node, reshape) && !isOp(node, flatten)) return undefined;
      const [x] = node.inputs;
      return sameShape(x.type.shape, node.type.shape) ? { absorbs: [], replacement: () => x } : undefined;
    },
  },
  neutral(add, 0, 'x + 0 = x'),
  neutral(mul, 1, 'x * 1 = x'),
];

export const removeIdentities: Pass = {
  name: 'remove-identities',
  reason: 'first, so that later rules see producers and consumers side by side',
  run: graph => rewrite(graph, identityRules),
};
