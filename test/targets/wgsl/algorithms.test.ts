/** Every algorithm and tile of the target `wgsl`. */

import '../memo.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { describeAlgorithms } from '../conformance.ts';
import { algorithmCases } from './algorithm-cases.ts';
import { describeWithRunner } from './runner.ts';

describeWithRunner('algorithms', run => describeAlgorithms('algorithms', wgsl, algorithmCases, run));
