/** What else the target `typescript` can choose: every candidate computes the same, and what is offered is allowed. */

import '../memo.ts';
import { afterAll } from 'vitest';
import { typescript } from '../../../targets/typescript/target.ts';
import { describeAlgorithms } from '../conformance.ts';
import { nodeRunner, PackageFolder } from '../packages.ts';
import { candidateCases } from '../table/candidates.ts';
import { describeTuning } from '../tuning.ts';

const folder = new PackageFolder();
afterAll(() => folder.remove());

describeTuning(typescript);
describeAlgorithms('candidates', typescript, candidateCases(typescript), nodeRunner(folder));
