/**
 * The target `wgsl` on NaN and infinities, in float32 and float16. Where the GPU has no `shader-f16`, what is stored goes
 * through WGSL's `quantizeToF16` instead, and the input is rounded before.
 */

import '../memo.ts';
import { fromHalf, toHalf } from '../../../targets/wgsl/runtime/float16.ts';
import { wgsl } from '../../../targets/wgsl/target.ts';
import { describeSpecials } from '../specials.ts';
import { interpreted } from '../table/case.ts';
import { type SpecialCase, specialCases } from '../table/specials.ts';
import { quantizing } from './quantizing.ts';
import { describeWithRunner } from './runner.ts';

/** The row, of what float16 has of its input; the weights are few, and stay as they are. */
function rounded(row: SpecialCase): SpecialCase {
  const input = row.input.map(value => fromHalf(toHalf(value)));
  return { ...row, input, expected: () => interpreted({ ...row, input }) };
}

describeWithRunner('NaN and infinities', run => {
  describeSpecials('in float32', wgsl, specialCases(), run);

  // What is stored otherwise is read and written the same way by all: functions at the end of kernels, pools, softmax.
  const some = specialCases().filter(({ name }) =>
    /after-convolution|pool-of-few|softmax-(?:3|200)|residual/.test(name),
  );
  describeSpecials(
    'in float16',
    wgsl,
    some.map(rounded),
    job => run({ ...job, files: quantizing(job.files) }),
    {
      tolerance: 4e-3,
    },
  );
});
