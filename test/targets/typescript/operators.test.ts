/** The target `typescript` on every golden of an operator. */

import '../memo.ts';
import { afterAll } from 'vitest';
import { typescript } from '../../../targets/typescript/target.ts';
import { describeConformance } from '../conformance.ts';
import { nodeRunner, PackageFolder } from '../packages.ts';
import { operatorCases } from '../table/operators.ts';

const folder = new PackageFolder();
afterAll(() => folder.remove());

describeConformance('operators', typescript, operatorCases(), nodeRunner(folder));
