/**
 * The matrices of Winograd's minimal filtering for 3x3 windows, after Lavin and Gray (https://arxiv.org/abs/1509.09308):
 * `y = A^T [(G g G^T) * (B^T d B)] A` for a tile `d` and weights `g`, with `*` element by element.
 *
 * F(4x4) adds to an output what up to 2 pixels beyond its window holds, and takes it away again. So a NaN or an
 * infinity there stays, and an outlier leaves an error of about 300 roundings (`|A^T| (|G 1 G^T| * |B^T e B|) |A|` at its
 * largest): 2e-5 times the outlier times the largest weight. F(2x2) adds nothing but what windows see.
 */

import type { Contraction } from '../compiler/plan/implementation.ts';
import type { WinogradSize } from '../compiler/plan/kernel.ts';
import type { Plan } from '../compiler/plan/plan.ts';

type Matrix = readonly (readonly number[])[];

interface Transforms {
  readonly weight: Matrix;
  readonly input: Matrix;
  readonly output: Matrix;
}

export const winograd: Readonly<Record<WinogradSize, Transforms>> = {
  2: {
    weight: [
      [1, 0, 0],
      [1 / 2, 1 / 2, 1 / 2],
      [1 / 2, -1 / 2, 1 / 2],
      [0, 0, 1],
    ],
    input: [
      [1, 0, -1, 0],
      [0, 1, 1, 0],
      [0, -1, 1, 0],
      [0, 1, 0, -1],
    ],
    output: [
      [1, 1, 1, 0],
      [0, 1, -1, -1],
    ],
  },
  4: {
    weight: [
      [1 / 4, 0, 0],
      [-1 / 6, -1 / 6, -1 / 6],
      [-1 / 6, 1 / 6, -1 / 6],
      [1 / 24, 1 / 12, 1 / 6],
      [1 / 24, -1 / 12, 1 / 6],
      [0, 0, 1],
    ],
    input: [
      [4, 0, -5, 0, 1, 0],
      [0, -4, -4, 1, 1, 0],
      [0, 4, -4, -1, 1, 0],
      [0, -2, -1, 2, 1, 0],
      [0, 2, -1, -2, 1, 0],
      [0, 4, 0, -5, 0, 1],
    ],
    output: [
      [1, 1, 1, 1, 1, 0],
      [0, 1, -1, 2, -2, 0],
      [0, 1, 1, 4, 4, 0],
      [0, 1, -1, 8, -8, 1],
    ],
  },
};

/** A row of a matrix times a vector, as text: `4 * d0 - 5 * d2 + d4`. */
export function combination(row: readonly number[], name: (index: number) => string): string {
  let text = '';
  for (const [i, factor] of row.entries()) {
    if (factor === 0) continue;
    const size = Math.abs(factor);
    const term = size === 1 ? name(i) : `${fraction(size)} * ${name(i)}`;
    if (text === '') text = factor < 0 ? `-${term}` : term;
    else text += factor < 0 ? ` - ${term}` : ` + ${term}`;
  }
  return text || '0';
}

/** `(1 / 6)` for what has no short decimal. */
const fraction = (size: number): string =>
  Number.isInteger(size * 4) ? String(size) : `(1 / ${Math.round(1 / size)})`;

/** Whether Winograd's forms compute a contraction. */
export const takesWinograd = ({ window, groups }: Contraction): boolean =>
  groups === 1 && window.every(axis => axis.kernel === 3 && axis.stride === 1 && axis.dilation === 1);

/** What it is told of a form of this size. */
export const aboutWinograd = (output: WinogradSize): string =>
  `3x3 windows of stride 1${output === 4 ? '; spreads NaN, infinities and outliers up to 2 pixels further' : ''}`;

/** What a package's README says of F(4x4), as items of a list: nothing where no kernel is computed by it. */
export const aboutOutliers = ({ kernels }: Plan): readonly string[] =>
  kernels.some(kernel => kernel.kind === 'contract' && kernel.weights.transform?.output === 4)
    ? [
        "- **NaN, infinities and outliers.** Some 3x3 convolutions are computed by Winograd's F(4x4): a NaN or an infinity also reaches outputs up to 2 pixels beyond those that see it, and an outlier leaves an error there of at most about 2e-5 of it times the largest weight. A package that is compiled with `--algorithm direct`, or `winograd2`, does not do that.",
      ]
    : [];
