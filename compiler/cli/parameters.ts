/** Where a command's weights come from: a checkpoint file, or the generator that stands in for one. */

import { matchCheckpoint, openCheckpoint } from '../checkpoint/index.ts';
import { synthesize } from '../checkpoint/synthetic.ts';
import { UserError } from '../errors.ts';
import { type ParameterSource, parametersOfPlan } from '../package/pack.ts';
import type { Plan } from '../plan/plan.ts';

/** Deterministic weights, good for everything but answers. */
export const syntheticParameters: ParameterSource = {
  origin: 'synthetic',
  read: (name, shape) => Float64Array.from(synthesize(name, shape)),
};

/**
 * Runs `body` with a checkpoint's parameters, matched to the plan's.
 *
 * @param file - a path, or `synthetic`
 * @throws UserError listing the tensors that differ
 */
export async function withParameters<R>(
  file: string,
  plan: Plan,
  body: (source: ParameterSource) => Promise<R>,
): Promise<R> {
  if (file === 'synthetic') return body(syntheticParameters);
  const checkpoint = await openCheckpoint(file);
  try {
    const tensors = matchCheckpoint(checkpoint, parametersOfPlan(plan));
    return await body({
      origin: 'checkpoint',
      read(name) {
        const tensor = tensors.get(name);
        if (!tensor) throw new UserError('checkpoint-mismatch', `has no ${name}`, { at: file });
        return tensor.read();
      },
    });
  } finally {
    await checkpoint.close();
  }
}
