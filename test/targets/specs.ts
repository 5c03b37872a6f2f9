/** The shipped specs, and packed synthetic weights for their plans. */

import { synthesize } from '../../compiler/checkpoint/synthetic.ts';
import { type ParameterSource, packToBytes } from '../../compiler/driver/package/pack.ts';
import { isSpec, type Spec } from '../../compiler/dsl/spec.ts';
import type { Plan } from '../../compiler/plan/plan.ts';

/** Reads `specs/<name>.ts`. */
export async function importSpec(name: string): Promise<Spec> {
  const url = new URL(`../../specs/${name}.ts`, import.meta.url);
  const { default: spec }: { default: unknown } = await import(url.href);
  if (!isSpec(spec)) throw new Error(`specs/${name}.ts exports no spec`);
  return spec;
}

/** A `weights.bin` of the generator's numbers, or of those that are given. */
export const packSynthetic = (
  plan: Plan,
  read: ParameterSource['read'] = (name, shape) => Float64Array.from(synthesize(name, shape)),
): Promise<Uint8Array> => packToBytes(plan, { origin: 'synthetic', read });
