/** Packages that run on the GPU. */

import type { Check } from '../../../wgsl/runtime/check.ts';
import type { Model } from '../../../wgsl/runtime/model.ts';
import type { CheckOptions, LoadOptions, Precision } from '../../../wgsl/runtime/options.ts';
import type { Program } from '../../../wgsl/runtime/program.ts';
import type { Engine, Loading } from './engine.ts';

/** What the package exports. */
export interface GpuPackage {
  readonly program: Program;
  check(options?: CheckOptions): Promise<Check>;
  load(options: LoadOptions): Promise<Model<readonly number[], readonly number[]>>;
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
