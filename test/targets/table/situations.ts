/** What a plan has: the situations that rows of the table are there for. */

import { type Kernel, parametersOf } from '../../../compiler/plan/kernel.ts';
import type { Plan, Range, Step } from '../../../compiler/plan/plan.ts';

/** Says whether a plan has what a row is there for. */
export type Situation = (plan: Plan) => boolean;

const kernelOf = (plan: Plan, step: Step): Kernel | undefined => plan.kernels[step.kernel];

/** What a step reads beside its main input: operands of an epilogue, or of an elementwise kernel. */
function operandsOf(plan: Plan, step: Step): readonly Range[] {
  const kernel = kernelOf(plan, step);
  const names = kernel ? parametersOf(kernel) : [];
  return step.arguments.filter((_, i) => /^(r|x)\d+$/.test(names[i] ?? ''));
}

/** Whether a step writes its result over an operand. */
export const writesInPlace: Situation = plan =>
  plan.steps.some(step => {
    const result = step.arguments.at(-1);
    return operandsOf(plan, step).some(
      ({ region, offset }) => region === 'arena' && offset === result?.offset,
    );
  });

/** Whether the steps are these kinds of kernels, in this order. */
export const kinds =
  (...expected: readonly Kernel['kind'][]): Situation =>
  plan =>
    plan.steps.map(step => kernelOf(plan, step)?.kind).join() === expected.join();

/** Whether every step is of one kind: all else has been fused into it. */
export const onlyKinds =
  (expected: Kernel['kind']): Situation =>
  plan =>
    plan.steps.every(step => kernelOf(plan, step)?.kind === expected);

/** Whether a kernel is used by more than one step. */
export const sharesKernel: Situation = plan =>
  new Set(plan.steps.map(step => step.kernel)).size < plan.steps.length;

/** Whether a plan has them all. */
export const all =
  (...situations: readonly Situation[]): Situation =>
  plan =>
    situations.every(situation => situation(plan));
