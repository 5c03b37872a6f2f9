/** PIL's LANCZOS: a sinc, windowed by one that is three times as wide. */

import type { Filter } from './preprocess.ts';

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}

export const lanczos: Filter = {
  support: 3,
  weight: distance => (distance >= -3 && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0),
};
