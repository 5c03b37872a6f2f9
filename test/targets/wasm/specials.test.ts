/** The target `wasm` on NaN and infinities. */

import '../memo.ts';
import { describeSpecials } from '../specials.ts';
import { specialCases } from '../table/specials.ts';
import { kernelRunner, kernelsAlone } from './runner.ts';

describeSpecials('NaN and infinities', kernelsAlone, specialCases(), kernelRunner);
