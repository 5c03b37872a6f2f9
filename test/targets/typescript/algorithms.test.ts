/** Every algorithm and tile of the target `typescript`. */

import '../memo.ts';
import { afterAll } from 'vitest';
import { typescript } from '../../../targets/typescript/target.ts';
import { describeAlgorithms } from '../conformance.ts';
import { nodeRunner, PackageFolder } from '../packages.ts';
import { algorithmCases } from './algorithm-cases.ts';

const folder = new PackageFolder();
afterAll(() => folder.remove());

describeAlgorithms('algorithms', typescript, algorithmCases, nodeRunner(folder));
