/** The shipped specs, by name. */

import { readdirSync } from 'node:fs';
import { isSpec, type Spec } from '../../compiler/dsl/spec.ts';

const folder = new URL('../../specs/', import.meta.url);

/** Their names, as files are called. */
export const specNames: readonly string[] = readdirSync(folder)
  .filter(file => file.endsWith('.ts'))
  .map(file => file.slice(0, -'.ts'.length))
  .sort();

export async function importSpec(name: string): Promise<Spec> {
  const { default: spec }: { default: unknown } = await import(new URL(`${name}.ts`, folder).href);
  if (!isSpec(spec)) throw new Error(`specs/${name}.ts exports no spec`);
  return spec;
}
