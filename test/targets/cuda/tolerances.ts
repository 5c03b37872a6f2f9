/**
 * How far from the oracle one layer or a few may be in each precision, of the largest magnitude of the output; whole
 * networks may be as far as `targets/cuda/tolerance.ts` says.
 *
 * Float32 and 3xTF32: what every float32 target keeps. TF32 rounds each factor to 11 bits of mantissa, so a product is
 * off by at most 2 * 2^-11, about 1e-3, and sums of many by less, as errors have either sign. Float16 rounds results too.
 */

import type { Precision } from '../../../targets/cuda/options.ts';

export const layerTolerance: Readonly<Record<Precision, number>> = {
  f32: 1e-5,
  '3xtf32': 1e-5,
  tf32: 2e-3,
  f16: 4e-3,
};

/** Whether a row asks for nothing that float16 cannot tell: of numbers near 100 it is off by 0.03, their exponentials by 3 %. */
export const isForFloat16 = ({ name }: { readonly name: string }): boolean => name !== 'softmax-large-values';
