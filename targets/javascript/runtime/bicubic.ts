/** PIL's BICUBIC: Keys' cubic with a = -0.5. */

import type { Filter } from './preprocess.ts';

const a = -0.5;

export const bicubic: Filter = {
  support: 2,
  weight(distance) {
    const x = Math.abs(distance);
    if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
  },
};
