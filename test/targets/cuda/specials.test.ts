/** The target `cuda` on NaN and infinities, in float32. */

import '../memo.ts';
import { describeSpecials } from '../specials.ts';
import { specialCases } from '../table/specials.ts';
import { cudaIn } from './folders.ts';
import { describeWithRunner } from './runner.ts';

describeWithRunner('NaN and infinities', (run, prepare) => {
  describeSpecials('in float32', cudaIn('f32'), specialCases(), run, { prepare });
});
