/** The target `typescript` on elementwise work at the end of kernels. */

import '../memo.ts';
import { afterAll } from 'vitest';
import { typescript } from '../../../targets/typescript/target.ts';
import { describeConformance } from '../conformance.ts';
import { nodeRunner, PackageFolder } from '../packages.ts';
import { epilogueCases } from '../table/epilogues.ts';

const folder = new PackageFolder();
afterAll(() => folder.remove());

describeConformance('epilogues', typescript, epilogueCases(), nodeRunner(folder));
