/** Every algorithm and tile of the target `cuda`, in every precision. */

import '../memo.ts';
import { cudaOptions } from '../../../targets/cuda/options.ts';
import { describeAlgorithms } from '../conformance.ts';
import { algorithmCases } from './algorithm-cases.ts';
import { cudaIn } from './folders.ts';
import { describeWithRunner } from './runner.ts';
import { layerTolerance } from './tolerances.ts';

describeWithRunner('algorithms', (run, prepare) => {
  for (const precision of cudaOptions.precision.choices) {
    const target = cudaIn(precision);
    const tolerance = layerTolerance[precision];
    describeAlgorithms(precision, target, algorithmCases(precision), run, { tolerance, prepare });
  }
});
