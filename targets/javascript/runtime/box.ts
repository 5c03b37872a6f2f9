/** PIL's BOX: the mean of the samples under a pixel. */

import type { Filter } from './preprocess.ts';

export const box: Filter = {
  support: 0.5,
  weight: distance => (distance > -0.5 && distance <= 0.5 ? 1 : 0),
};
