/** The target `cuda` on means over so many numbers that float32 could lose count, in float32. */

import '../memo.ts';
import { describeConformance } from '../conformance.ts';
import { meanCases } from '../table/means.ts';
import { cudaIn } from './folders.ts';
import { describeWithRunner } from './runner.ts';

describeWithRunner('means', (run, prepare) => {
  describeConformance('in float32', cudaIn('f32'), meanCases(), run, { prepare });
});
