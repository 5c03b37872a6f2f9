/** What else the target `wasm` can choose: every candidate computes the same, and what is offered is allowed. */

import { describeAlgorithms } from '../conformance.ts';
import { candidateCases } from '../table/candidates.ts';
import { describeTuning } from '../tuning.ts';
import { kernelRunner, kernelsAlone } from './runner.ts';

describeTuning(kernelsAlone);
describeAlgorithms('candidates', kernelsAlone, candidateCases(kernelsAlone), kernelRunner);
