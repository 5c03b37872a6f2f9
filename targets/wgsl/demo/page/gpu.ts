/** The package that the page lies in, on the GPU. */

import type { Check } from '../../runtime/check.ts';
import type { Model } from '../../runtime/model.ts';
import type { CheckOptions, LoadOptions, Precision } from '../../runtime/options.ts';
import type { Program } from '../../runtime/program.ts';
import type { Engine, Loading } from './engine.ts';

/** What the package exports. */
export interface GpuPackage {
  readonly program: Program;
  check(options?: CheckOptions): Promise<Check>;
  load(options: LoadOptions): Promise<Model<readonly number[], readonly number[]>>;
}

/** Its code. Relative to the page: bundlers and the policy see no other address. */
export function importPackage(): Promise<GpuPackage> {
  const path = './dist/index.js';
  return import(path);
}

/** Loads it. */
export async function openGpu(
  code: GpuPackage,
  precision: Precision,
  place: string,
  loading: Loading,
): Promise<Engine> {
  const model = await code.load({ weights: 'weights.bin', precision, ...loading });
  return {
    place,
    origin: model.origin,
    lost: model.lost,
    classify: image => model.classify(image),
    profile: image => model.profile(image === undefined ? {} : { input: image }),
    dispose: () => model.dispose(),
  };
}
