/** The one input and the one output of a plan, or the first of several. */

import type { Output } from '../../compiler/ir/graph.ts';
import type { Border, Plan } from '../../compiler/plan/plan.ts';

export const theInput = ({ inputs }: Pick<Plan, 'inputs'>): Border => first(inputs);
export const theOutput = ({ outputs }: Pick<Plan, 'outputs'>): Border => first(outputs);

/** What a graph computes, where that is one value. */
export const result = ({ outputs }: { readonly outputs: readonly Output[] }): Output['node'] =>
  first(outputs).node;

function first<T>([value]: readonly T[]): T {
  if (value === undefined) throw new Error('there is none');
  return value;
}
