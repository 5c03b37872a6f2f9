/** What contractions are computed by, what is preferred first. */

import type { CudaOptions } from '../options.ts';
import { precisions } from '../precisions.ts';
import { grouped } from './grouped.ts';
import { mmaFor, simtFor } from './igemm.ts';
import type { CudaImplementation } from './implementation.ts';
import { patchFor } from './patch.ts';
import { vector } from './vector.ts';

export const contractionsFor = (options: CudaOptions): readonly CudaImplementation[] => [
  grouped,
  vector,
  patchFor(options),
  precisions[options.precision].multiply ? mmaFor(options) : simtFor(options),
];
