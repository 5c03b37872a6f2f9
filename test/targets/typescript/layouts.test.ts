/** The target `typescript` on values that lie in every way. */

import '../memo.ts';
import { afterAll } from 'vitest';
import { typescript } from '../../../targets/typescript/target.ts';
import { describeConformance } from '../conformance.ts';
import { nodeRunner, PackageFolder } from '../packages.ts';
import { layoutCases } from '../table/layouts.ts';

const folder = new PackageFolder();
afterAll(() => folder.remove());

describeConformance('layouts', typescript, layoutCases(), nodeRunner(folder));
