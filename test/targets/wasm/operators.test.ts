/** The target `wasm` on every golden of an operator. */

import { describeConformance } from '../conformance.ts';
import { operatorCases } from '../table/operators.ts';
import { kernelRunner, kernelsAlone } from './runner.ts';

describeConformance('operators', kernelsAlone, operatorCases(), kernelRunner);
