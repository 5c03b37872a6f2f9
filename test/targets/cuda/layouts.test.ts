/** The target `cuda` on values that lie in every way, in float32 and float16. */

import '../memo.ts';
import { describeConformance } from '../conformance.ts';
import { layoutCases } from '../table/layouts.ts';
import { cudaIn } from './folders.ts';
import { describeWithRunner } from './runner.ts';
import { isForFloat16, layerTolerance } from './tolerances.ts';

describeWithRunner('layouts', (run, prepare) => {
  const cases = layoutCases();
  describeConformance('f32', cudaIn('f32'), cases, run, { prepare });
  describeConformance('f16', cudaIn('f16'), cases.filter(isForFloat16), run, {
    prepare,
    tolerance: layerTolerance.f16,
  });
});
