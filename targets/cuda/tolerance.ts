/** How far a package may be from the oracle. */

import type { Plan } from '../../compiler/plan/plan.ts';
import { optionsOf } from './options.ts';
import { precisions } from './precisions.ts';

/** Of the largest magnitude, for whole networks. */
export const toleranceOf = (plan: Plan): number => precisions[optionsOf(plan).precision].tolerance;
