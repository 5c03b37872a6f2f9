/** The target `wgsl` on means over so many numbers that float32 could lose count. */

import '../memo.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { describeConformance } from '../conformance.ts';
import { meanCases } from '../table/means.ts';
import { describeWithRunner } from './runner.ts';

describeWithRunner('means', run => describeConformance('in float32', wgsl, meanCases(), run));
