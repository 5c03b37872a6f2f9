/** PIL's HAMMING: a sinc to its first zero, in a Hamming window; as wide as a triangle, and sharper. */

import type { Filter } from './preprocess.ts';

// Pillow's constants are float32.
const base = Math.fround(0.54);
const swing = Math.fround(0.46);

export const hamming: Filter = {
  support: 1,
  weight(distance) {
    if (distance === 0) return 1;
    if (Math.abs(distance) >= 1) return 0;
    const x = Math.abs(distance) * Math.PI;
    return (Math.sin(x) / x) * (base + swing * Math.cos(x));
  },
};
