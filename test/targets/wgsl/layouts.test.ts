/** The target `wgsl` on values that lie in every way. */

import '../memo.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { describeConformance } from '../conformance.ts';
import { layoutCases } from '../table/layouts.ts';
import { describeWithRunner } from './runner.ts';

describeWithRunner('layouts', run => describeConformance('layouts', wgsl, layoutCases(), run));
