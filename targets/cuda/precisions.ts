/** What a precision is: how numbers are stored, how they are multiplied, and how close results are. */

import type { Precision } from './options.ts';

export interface PrecisionFacts {
  /** Bytes of a stored number. */
  readonly bytes: 2 | 4;
  /** Its type in CUDA C. */
  readonly real: 'half' | 'float';
  /** What the runtime calls it. */
  readonly stored: 'f16' | 'f32';
  /** How tensor cores multiply (`multiply.cuh`); absent where they do not. */
  readonly multiply?: 'Float16' | 'Tf32' | 'ThreeTf32';
  /**
   * How far a network may be from the oracle, of the largest magnitude. Float32 and 3xTF32: the bound of every float32
   * target. TF32 and float16 round to 11 significant bits. Float16 rounds weights, inputs and results, layer after
   * layer, by 2^-12 on average and in either direction, so errors grow with the root of their number:
   * 2^-12 * sqrt(2 * 50) = 2.4e-3 for the 50 layers of ResNet-50. The bound is four times that.
   */
  readonly tolerance: number;
  /** In words: for the head of the package's source, within a sentence of its README, and in a paragraph there. */
  readonly summary: string;
  readonly text: string;
  readonly note: string;
}

export const precisions: Readonly<Record<Precision, PrecisionFacts>> = {
  f32: {
    bytes: 4,
    real: 'float',
    stored: 'f32',
    tolerance: 1e-4,
    summary: 'float32 throughout.',
    text: 'in float32',
    note: 'All arithmetic is float32, on CUDA cores.',
  },
  tf32: {
    bytes: 4,
    real: 'float',
    stored: 'f32',
    multiply: 'Tf32',
    tolerance: 1e-2,
    summary: 'float32 that tensor cores multiply as TF32; sums are float32.',
    text: 'in float32 with TF32 products',
    note: 'Values are float32. Matrix products run on tensor cores in TF32: their operands are rounded to 10 bits of mantissa, sums are float32.',
  },
  '3xtf32': {
    bytes: 4,
    real: 'float',
    stored: 'f32',
    multiply: 'ThreeTf32',
    tolerance: 1e-4,
    summary: 'float32 that tensor cores multiply as three products of TF32; sums are float32.',
    text: 'in float32 with products of three TF32',
    note: 'Values are float32. Matrix products run on tensor cores, each as three of TF32 (3xTF32), which brings them close to float32; sums are float32.',
  },
  f16: {
    bytes: 2,
    real: 'half',
    stored: 'f16',
    multiply: 'Float16',
    tolerance: 1e-2,
    summary: 'float16 in memory, sums are float32.',
    text: 'in float16 with float32 sums',
    note: 'Weights and activations are float16, sums are float32; inputs and outputs of the API stay float32. Magnitudes beyond 65504 become infinite.',
  },
};
