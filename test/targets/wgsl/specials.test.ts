/** The target `wgsl` on NaN and infinities. */

import '../memo.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { describeSpecials } from '../specials.ts';
import { describeWithRunner } from './runner.ts';

describeWithRunner('NaN and infinities', run => describeSpecials('in float32', wgsl, run));
