/** The target `cuda` on every golden of an operator, in float32 and float16. */

import '../memo.ts';
import { describeConformance } from '../conformance.ts';
import { operatorCases } from '../table/operators.ts';
import { cudaIn } from './folders.ts';
import { describeWithRunner } from './runner.ts';
import { isForFloat16, layerTolerance } from './tolerances.ts';

describeWithRunner('operators', (run, prepare) => {
  const cases = operatorCases();
  describeConformance('f32', cudaIn('f32'), cases, run, { prepare });
  describeConformance('f16', cudaIn('f16'), cases.filter(isForFloat16), run, {
    prepare,
    tolerance: layerTolerance.f16,
  });
});
