/** The target `wgsl` on elementwise work at the end of kernels. */

import '../memo.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { describeConformance } from '../conformance.ts';
import { epilogueCases } from '../table/epilogues.ts';
import { describeWithRunner } from './runner.ts';

describeWithRunner('epilogues', run => describeConformance('epilogues', wgsl, epilogueCases(), run));
