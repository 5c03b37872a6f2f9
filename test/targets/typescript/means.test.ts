/** The target `typescript` on means over so many numbers that float32 could lose count. */

import '../memo.ts';
import { afterAll } from 'vitest';
import { typescript } from '../../../targets/typescript/target.ts';
import { describeConformance } from '../conformance.ts';
import { nodeRunner, PackageFolder } from '../packages.ts';
import { meanCases } from '../table/means.ts';

const folder = new PackageFolder();
afterAll(() => folder.remove());

describeConformance('means', typescript, meanCases(), nodeRunner(folder));
