/** The target `typescript` on NaN and infinities. */

import '../memo.ts';
import { afterAll } from 'vitest';
import { typescript } from '../../../targets/typescript/target.ts';
import { nodeRunner, PackageFolder } from '../packages.ts';
import { describeSpecials } from '../specials.ts';
import { specialCases } from '../table/specials.ts';

const folder = new PackageFolder();
afterAll(() => folder.remove());

describeSpecials('NaN and infinities', typescript, specialCases(), nodeRunner(folder));
