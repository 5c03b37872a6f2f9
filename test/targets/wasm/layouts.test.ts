/** The target `wasm` on values that lie in every way. */

import { describeConformance } from '../conformance.ts';
import { layoutCases } from '../table/layouts.ts';
import { kernelRunner, kernelsAlone } from './runner.ts';

describeConformance('layouts', kernelsAlone, layoutCases(), kernelRunner);
