/** The target `wasm` on means over so many numbers that float32 could lose count. */

import '../memo.ts';
import { describeConformance } from '../conformance.ts';
import { meanCases } from '../table/means.ts';
import { kernelRunner, kernelsAlone } from './runner.ts';

describeConformance('means', kernelsAlone, meanCases(), kernelRunner);
