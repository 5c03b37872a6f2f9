/** The target `wasm` on elementwise work at the end of kernels. */

import { describeConformance } from '../conformance.ts';
import { epilogueCases } from '../table/epilogues.ts';
import { kernelRunner, kernelsAlone } from './runner.ts';

describeConformance('epilogues', kernelsAlone, epilogueCases(), kernelRunner);
