/** Sizes that the plan alone does not say. */

import type { Plan } from '../../compiler/plan/plan.ts';
import { headerBytes } from './runtime/header.ts';

/** Bytes of a whole `weights.bin`. */
export const weightsBytes = (plan: Plan): number => headerBytes + 4 * plan.recipe.elements;
