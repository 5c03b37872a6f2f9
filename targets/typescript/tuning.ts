/** What else a contraction can be computed by: for `--algorithm` and `netwright tune`. */

import type { Contraction } from '../../compiler/plan/contract.ts';
import type { Algorithm, Tile } from '../../compiler/plan/kernel.ts';
import type { Tuning } from '../../compiler/target.ts';
import { sizesOf } from '../sizes.ts';
import { directOf, hasRowsOfTerms, pixelsOf, plainTile, takesWinograd, winogradWith } from './algorithm.ts';

const algorithms = {
  direct: 'all, by sums as they are defined',
  matrix: '1x1 windows of stride 1, and linear layers',
  gather: 'all, from windows that are gathered',
  winograd2: '3x3 windows of stride 1',
  winograd4: '3x3 windows of stride 1; spreads NaN, infinities and outliers up to 2 pixels further',
} as const;

type Name = keyof typeof algorithms;

const forms: Readonly<Record<Name, (contraction: Contraction) => Algorithm | undefined>> = {
  direct: directOf,
  matrix: contraction =>
    hasRowsOfTerms(contraction) ? { name: 'matrix', tile: plainTile(contraction) } : undefined,
  gather: contraction => ({ name: 'gather', tile: plainTile(contraction) }),
  winograd2: contraction => (takesWinograd(contraction) ? winogradWith(contraction, 2) : undefined),
  winograd4: contraction => (takesWinograd(contraction) ? winogradWith(contraction, 4) : undefined),
};

const isName = (name: string): name is Name => Object.hasOwn(forms, name);

export const tuning: Tuning = {
  algorithms,
  named: (name, contraction) => (isName(name) ? forms[name](contraction) : undefined),
  candidates(contraction) {
    const direct = directOf(contraction);
    const { inputs, channels } = sizesOf(contraction);
    const least = takesWinograd(contraction) ? Math.min(inputs, channels) : 0;
    return [
      direct,
      // Of many channels, Winograd's forms pay by so much that no tile makes up for it.
      ...(least >= 64 ? [] : tilesOf(contraction).map(tile => ({ ...direct, tile }))),
      ...(least >= 4
        ? ([4, 2] as const).flatMap(size => {
            const algorithm = winogradWith(contraction, size);
            return [7, 4].map(rows => ({ ...algorithm, tile: { rows, columns: 1 } }));
          })
        : []),
    ];
  },
  allows(contraction, { name, tile: { rows, columns } }) {
    if (rows > 16) return false;
    switch (name) {
      case 'matrix':
        return hasRowsOfTerms(contraction) && divides(columns, contraction);
      case 'gather':
        return divides(columns, contraction);
      case 'winograd':
        return takesWinograd(contraction) && columns === 1;
      default:
        return false;
    }
  },
};

/** Tiles of eight sums or fewer: what V8 keeps in registers. */
const tiles: readonly Tile[] = [
  { rows: 8, columns: 1 },
  { rows: 7, columns: 1 },
  { rows: 4, columns: 1 },
  { rows: 4, columns: 2 },
  { rows: 3, columns: 2 },
  { rows: 2, columns: 4 },
  { rows: 1, columns: 4 },
  { rows: 1, columns: 2 },
];

/** Those that a contraction can have. Of many pixels, a strip has some. */
const tilesOf = (contraction: Contraction): readonly Tile[] => {
  const pixels = pixelsOf(contraction.y);
  return tiles.filter(
    ({ rows, columns }) => rows <= pixels && (rows > 1 || pixels < 4) && divides(columns, contraction),
  );
};

/** Whether output channels, so many at a time, are of one group, and none is left. */
const divides = (columns: number, { y, groups }: Contraction): boolean =>
  [1, 2, 4].includes(columns) && ((y.shape[1] ?? 1) / groups) % columns === 0;
