/** What contractions are computed by, what is preferred first. */

import { depthwise } from './depthwise.ts';
import { gather } from './gather.ts';
import type { TypescriptImplementation } from './implementation.ts';
import { matrix } from './matrix.ts';
import { winograd2, winograd4 } from './winograd.ts';

export const contractions: readonly TypescriptImplementation[] = [
  winograd4,
  winograd2,
  matrix,
  depthwise,
  gather,
];
