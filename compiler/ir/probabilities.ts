/** Whether a network says probabilities or logits. */

import { computationOf, type Node } from './graph.ts';

/** Whether a value is a softmax over its last axis, however it has been reshaped. */
export function endsInSoftmax(value: Node): boolean {
  for (let node: Node | undefined = value; node; node = node.inputs[0]) {
    const computation = computationOf(node);
    if (computation.form === 'softmax') return computation.axis === value.type.shape.length - 1;
    if (computation.form !== 'reshape') return false;
  }
  return false;
}
