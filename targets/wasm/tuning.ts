/** What else a contraction can be computed by: for `--algorithm` and `netwright tune`. */

import type { Contraction } from '../../compiler/plan/contract.ts';
import type { Algorithm, AlgorithmOf, Tile } from '../../compiler/plan/kernel.ts';
import type { Tuning } from '../../compiler/target.ts';
import { sizesOf } from '../sizes.ts';
import {
  bandedOf,
  depthwiseOf,
  directOf,
  isInPlace,
  panelOf,
  takesWinograd,
  winogradWith,
} from './algorithm.ts';

const algorithms = {
  direct: 'all, by sums as they are defined',
  panel: 'windows that do not reach out of the image',
  band: 'all, from a copy with zeros around it',
  depthwise: 'one channel a group',
  winograd2: '3x3 windows of stride 1',
  winograd4: '3x3 windows of stride 1; spreads NaN, infinities and outliers up to 2 pixels further',
} as const;

type Name = keyof typeof algorithms;

const forms: Readonly<Record<Name, (contraction: Contraction) => Algorithm | undefined>> = {
  direct: directOf,
  panel: panelOf,
  band: bandedOf,
  depthwise: depthwiseOf,
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
      // Of many channels, Winograd's forms pay by so much that no tile makes up for it.
      ...(least >= 16 ? [direct] : variationsOf(contraction, direct)),
      // A copy may pay where windows overlap, although pixels could be read where they lie.
      ...(direct.name === 'panel' && contraction.window.some(axis => axis.kernel > axis.stride)
        ? [bandedOf(contraction)]
        : []),
      ...(least >= 4
        ? ([4, 2] as const).flatMap(size => variationsOf(contraction, winogradWith(contraction, size)))
        : []),
    ];
  },
  allows: (contraction, algorithm) => {
    const { rows, columns } = algorithm.tile;
    if (rows > 16 || columns > 32 || columns % 4 !== 0) return false;
    switch (algorithm.name) {
      case 'panel':
        return isInPlace(contraction);
      case 'band':
        return true;
      case 'depthwise':
        return depthwiseOf(contraction) !== undefined && columns === 4;
      case 'winograd-band':
        return takesWinograd(contraction);
      default:
        return false;
    }
  },
};

/** Tiles whose sums fit into registers with what they are made of: of many channels, and of few. */
const wideTiles: readonly Tile[] = [
  { rows: 2, columns: 16 },
  { rows: 4, columns: 8 },
  { rows: 3, columns: 8 },
];
const narrowTiles: readonly Tile[] = [
  { rows: 7, columns: 4 },
  { rows: 5, columns: 4 },
  { rows: 4, columns: 4 },
];

/** The same with other tiles, then with other strips. */
function variationsOf(contraction: Contraction, algorithm: Algorithm): readonly Algorithm[] {
  const [, channels = 1, height = 1] = contraction.y.shape;
  const perGroup = channels / contraction.groups;
  const tiles =
    perGroup > 8 ? wideTiles : perGroup > 4 ? [...wideTiles.slice(1), ...narrowTiles] : narrowTiles;
  switch (algorithm.name) {
    case 'panel':
      return tiles.map(tile => ({ ...algorithm, tile }));
    case 'band':
      return [
        ...tiles.map(tile => ({ ...algorithm, tile })),
        ...stripsAround(algorithm.strip, height).map(strip => ({ ...algorithm, strip })),
      ];
    case 'depthwise':
      return [
        ...[2, 6].map(rows => ({ ...algorithm, tile: { rows, columns: 4 } })),
        ...stripsAround(algorithm.strip, height).map(strip => ({ ...algorithm, strip })),
      ];
    case 'winograd-band':
      return [
        ...wideTiles.map(tile => winogradWith(contraction, algorithm.output, tile)),
        ...stripsAround(algorithm.strip, rowsOfTiles(contraction, algorithm)).map(strip => ({
          ...algorithm,
          strip,
        })),
      ];
    default:
      return [algorithm];
  }
}

/** Half as large a strip, and twice, of equal ones. */
const stripsAround = (strip: number, total: number): readonly number[] =>
  [strip / 2, strip * 2]
    .map(size => Math.min(total, Math.max(1, Math.ceil(size))))
    .map(size => Math.ceil(total / Math.ceil(total / size)))
    .filter(size => size !== strip);

/** Rows of tiles in all images. */
const rowsOfTiles = ({ y }: Contraction, { output }: AlgorithmOf<'winograd-band'>): number => {
  const [images = 1, , height = 1] = y.shape;
  return images * Math.ceil(height / output);
};
