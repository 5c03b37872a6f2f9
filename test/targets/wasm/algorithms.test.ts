/** Every algorithm and tile of the target `wasm`. */

import { describeAlgorithms } from '../conformance.ts';
import { algorithmCases } from './algorithm-cases.ts';
import { kernelRunner, kernelsAlone } from './runner.ts';

describeAlgorithms('algorithms', kernelsAlone, algorithmCases, kernelRunner);
