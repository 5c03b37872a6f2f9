/** A whole network with some algorithms picked, compiled and loaded as its user would: what is measured runs like that. */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syntheticInputs } from '../../checkpoint/synthetic.ts';
import { compile } from '../../compile.ts';
import type { Configured } from '../../dsl/spec.ts';
import { invariant } from '../../errors.ts';
import { fingerprint } from '../../plan/fingerprint.ts';
import type { Schedule } from '../../plan/implementation.ts';
import type { Plan } from '../../plan/plan.ts';
import type { AnyModel, Target, Values } from '../../target.ts';
import { float32Tolerance } from '../package/deviation.ts';
import { type ParameterSource, packToFile } from '../package/pack.ts';
import { writePackage } from '../package/write.ts';
import { picking } from './candidates.ts';
import { contractionKey } from './key.ts';

/** A loaded network. */
export interface Trial {
  readonly model: AnyModel;
  /** What each step computes, where that is a contraction. */
  readonly keys: readonly (string | undefined)[];
  /** Of its weights and activations. */
  readonly bytes: number;
  /** What it gives for an input that is the same for all. */
  readonly outputs: Values;
  /** How far from the oracle its outputs may be, of the largest. */
  readonly tolerance: number;
}

/** Makes trials of a network. */
export class Trials {
  readonly #folder: string;
  readonly #configured: Configured;
  readonly #target: Target;
  readonly #source: ParameterSource;
  #count = 0;

  /**
   * @param folder - an empty one, for packages
   * @param source - of weights: any numbers do
   */
  constructor(folder: string, configured: Configured, target: Target, source: ParameterSource) {
    this.#folder = folder;
    this.#configured = configured;
    this.#target = target;
    this.#source = source;
  }

  /** Loads the network with other algorithms than the target's own. */
  async open(pick: (key: string) => Schedule | undefined): Promise<Trial> {
    const target = picking(this.#target, pick);
    const { plan } = compile(this.#configured, target);
    // Each has a folder of its own: what was imported once is not imported again.
    const folder = join(this.#folder, `${this.#count++}`);
    await writePackage(folder, await target.files(plan), fingerprint(plan), {
      pack: path => packToFile(plan, this.#source, path),
    });
    const weights = join(folder, 'weights.bin');
    const model = await target.open(folder, { plan, weights, onProgress: () => undefined });
    await rm(weights);
    const outputs = await model.run(syntheticInputs(plan));
    const tolerance = target.tolerance?.(plan) ?? float32Tolerance;
    return { model, keys: keysOf(plan), bytes: bytesOf(plan), outputs, tolerance };
  }
}

const keysOf = ({ steps, kernels }: Plan): readonly (string | undefined)[] =>
  steps.map(step => {
    const kernel = kernels[step.kernel];
    return kernel?.kind === 'contract' ? contractionKey(kernel) : undefined;
  });

const bytesOf = ({ recipe, prepared, arena }: Plan): number =>
  4 * (recipe.elements + prepared + arena.elements);

/** What computes something else must not be found fast. Of weights that give no finite numbers, nothing can be told. */
export function checkAgreement(trial: Trial, expected: Trial): void {
  for (const [name, wanted] of Object.entries(expected.outputs)) {
    const values = trial.outputs[name] ?? [];
    const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (!Number.isFinite(largest)) continue;
    const difference = wanted.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (values[i] ?? Number.NaN))),
      0,
    );
    // Both are within the tolerance of the truth.
    invariant(difference <= 2 * trial.tolerance * largest, `a candidate is off by ${difference / largest}`);
  }
}
