/** What a user chooses of the target. */

import { UserError } from '../../compiler/errors.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { TargetOption } from '../../compiler/target.ts';

/** What numbers are stored and multiplied as; sums are float32 in all of them. */
export type Precision = 'f32' | 'tf32' | '3xtf32' | 'f16';

/** The compute capability that tiles are chosen for. The code runs on others, 8.0 and later. */
export type Architecture = 'sm_80' | 'sm_90';

export interface CudaOptions {
  readonly precision: Precision;
  readonly architecture: Architecture;
}

/** As `netwright compile` takes them; the first choice is the default. */
export const cudaOptions = {
  precision: {
    summary: 'float32; tensor cores with TF32, 3xTF32 or float16',
    choices: ['f32', 'tf32', '3xtf32', 'f16'],
  },
  architecture: {
    summary: 'the GPU that tiles are chosen for: sm_90 is an H100 or H200, sm_80 an A100',
    choices: ['sm_90', 'sm_80'],
  },
} as const satisfies Record<keyof CudaOptions, TargetOption>;

/** What was chosen for a plan. @throws UserError where a plan that was read names something else */
export function optionsOf({ options = {} }: Pick<Plan, 'options'>): CudaOptions {
  return {
    precision: chosen('precision', options),
    architecture: chosen('architecture', options),
  };
}

function chosen<N extends keyof CudaOptions>(name: N, options: Readonly<Record<string, string>>) {
  const { choices } = cudaOptions[name];
  const value = options[name] ?? choices[0];
  const found = (choices as readonly string[]).indexOf(value);
  if (found < 0) {
    throw new UserError('bad-option', `the target cuda has no ${name} '${value}'`, {
      fix: `take one of ${choices.join(', ')}, and compile the package again`,
    });
  }
  // The place in the list ties the text to its type.
  return choices[found] as CudaOptions[N];
}
