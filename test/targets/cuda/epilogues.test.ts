/** The target `cuda` on elementwise work at the end of kernels, in float32 and float16. */

import '../memo.ts';
import { describeConformance } from '../conformance.ts';
import { epilogueCases } from '../table/epilogues.ts';
import { cudaIn } from './folders.ts';
import { describeWithRunner } from './runner.ts';
import { isForFloat16, layerTolerance } from './tolerances.ts';

describeWithRunner('epilogues', (run, prepare) => {
  const cases = epilogueCases();
  describeConformance('f32', cudaIn('f32'), cases, run, { prepare });
  describeConformance('f16', cudaIn('f16'), cases.filter(isForFloat16), run, {
    prepare,
    tolerance: layerTolerance.f16,
  });
});
