/** The target `wgsl` on every golden of an operator. */

import '../memo.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { describeConformance } from '../conformance.ts';
import { operatorCases } from '../table/operators.ts';
import { describeWithRunner } from './runner.ts';

describeWithRunner('operators', run => describeConformance('operators', wgsl, operatorCases(), run));
