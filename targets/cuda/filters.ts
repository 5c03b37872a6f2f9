/** The filters of a resize in C, as Pillow's src/libImaging/Resample.c has them. */

import type { Interpolation } from '../../compiler/preprocessing/preprocessing.ts';

/** One filter. */
interface FilterInC {
  /** The largest distance that has a weight. */
  readonly support: string;
  /** Functions that the next needs. */
  readonly before?: string;
  /** Statements that return the weight of a sample at the distance `x`. */
  readonly body: string;
}

const pi = '3.14159265358979323846';

/** By PIL's names. */
export const filters: Readonly<Record<Interpolation, FilterInC>> = {
  bilinear: {
    support: '1',
    body: '  x = fabs(x);\n  return x < 1 ? 1 - x : 0;',
  },
  bicubic: {
    support: '2',
    body: [
      '  const double a = -0.5;',
      '  x = fabs(x);',
      '  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;',
      '  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;',
    ].join('\n'),
  },
  lanczos: {
    support: '3',
    before: `static double sinc(double x) {\n  return x == 0 ? 1 : sin(x * ${pi}) / (x * ${pi});\n}\n\n`,
    body: '  return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;',
  },
  box: {
    support: '0.5',
    body: '  return x > -0.5 && x <= 0.5 ? 1 : 0;',
  },
  hamming: {
    support: '1',
    body: [
      '  if (x == 0) return 1;',
      '  if (fabs(x) >= 1) return 0;',
      `  x = fabs(x) * ${pi};`,
      '  return sin(x) / x * (0.54f + 0.46f * cos(x));',
    ].join('\n'),
  },
};
