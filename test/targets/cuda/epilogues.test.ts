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
  // What is stored otherwise is read and written the same way by all of them: every third will do.
  const some = cases.filter((row, i) => i % 3 === 0 && isForFloat16(row));
  describeConformance('f16', cudaIn('f16'), some, run, {
    prepare,
    tolerance: layerTolerance.f16,
  });
});
