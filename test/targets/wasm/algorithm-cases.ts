/** Every algorithm and tile of the target `wasm`, on awkward sizes. */

import type { Tile } from '../../../compiler/plan/kernel.ts';
import {
  type AlgorithmCase,
  type AnySchedule,
  residualBlocks,
  type Sweep,
  sweep,
} from '../table/algorithms.ts';

/** All tiles whose sums fit into registers, and one that leaves a rest of every size. */
const tiles: readonly Tile[] = [
  { rows: 2, columns: 16 },
  { rows: 1, columns: 16 },
  { rows: 3, columns: 8 },
  { rows: 4, columns: 8 },
  { rows: 5, columns: 4 },
  { rows: 7, columns: 4 },
];

const panel: readonly AnySchedule[] = tiles.map(tile => ({ name: 'panel', tile }));
const band = (...strips: readonly number[]): readonly AnySchedule[] =>
  strips.flatMap(strip => tiles.map(tile => ({ name: 'band', tile, strip }) as const));
const winograd: readonly AnySchedule[] = ([2, 4] as const).flatMap(output =>
  (
    [
      [1, 1],
      [2, 1],
      [3, 2],
      [8, 3],
    ] as const
  ).map(([strip, panels]) => ({ name: `winograd${output}`, tile: { rows: 2, columns: 16 }, strip, panels })),
);
const depthwise: readonly AnySchedule[] = [1, 2, 9].flatMap(strip =>
  [1, 3, 4].map(rows => ({ name: 'depthwise', tile: { rows, columns: 4 }, strip }) as const),
);

const lopsided = [
  [1, 2],
  [2, 1],
] as const;

const variants: readonly Sweep[] = [
  // Pixels in place: one row of them, many, batches; channels that leave a rest in the last panel, and in its vectors.
  ...(
    [
      [[1, 5, 7, 9], 8],
      [[3, 5, 5, 3], 21],
      [[2, 3, 1, 1], 37],
      [[1, 4, 1, 13], 16],
      [[2, 4, 11, 1], 18],
      [[1, 16, 28, 28], 33],
    ] as const
  ).map(([shape, channels]) => ({
    name: `panel-${shape.join('x')}-to-${channels}`,
    shape,
    channels,
    options: {},
    algorithms: panel,
  })),
  {
    name: 'panel-strided',
    shape: [2, 6, 9, 7],
    channels: 20,
    options: { stride: [2, 3] },
    algorithms: panel,
  },
  {
    name: 'panel-windows',
    shape: [2, 5, 9, 11],
    channels: 19,
    options: { kernel: [3, 2], stride: [2, 1], dilation: [1, 2] },
    algorithms: panel,
  },
  {
    name: 'panel-whole-width',
    shape: [1, 5, 6, 4],
    channels: 6,
    options: { kernel: [3, 4] },
    algorithms: panel,
  },
  {
    name: 'panel-grouped',
    shape: [2, 12, 5, 7],
    channels: 30,
    options: { kernel: [1, 2], groups: 3 },
    algorithms: panel,
  },
  // Copies.
  ...(
    [
      [[1, 5, 7, 9], 8],
      [[3, 5, 5, 3], 21],
      [[2, 3, 1, 1], 37],
      [[1, 4, 1, 13], 16],
      [[2, 9, 11, 1], 18],
    ] as const
  ).map(([shape, channels]) => ({
    name: `band-${shape.join('x')}-to-${channels}`,
    shape,
    channels,
    options: { kernel: 3, padding: lopsided },
    algorithms: band(1, 3, 16),
  })),
  {
    name: 'band-strided',
    shape: [2, 3, 13, 8],
    channels: 22,
    options: { kernel: [5, 3], stride: [2, 3], padding: 1 },
    algorithms: band(1, 2, 4),
  },
  {
    name: 'band-dilated',
    shape: [1, 3, 13, 11],
    channels: 17,
    options: { kernel: 3, dilation: [3, 2], padding: 2, stride: [1, 2] },
    algorithms: band(1, 4),
  },
  {
    name: 'band-points',
    shape: [2, 3, 6, 5],
    channels: 17,
    options: { padding: lopsided, stride: 2 },
    algorithms: band(2),
  },
  {
    name: 'band-far-padding',
    shape: [1, 3, 2, 2],
    channels: 5,
    options: { kernel: 3, padding: 3 },
    algorithms: band(1, 2, 8),
  },
  {
    name: 'band-grouped',
    shape: [2, 6, 7, 5],
    channels: 57,
    options: { kernel: 3, padding: 1, groups: 3 },
    algorithms: band(1, 5, 7),
  },
  {
    name: 'band-depthwise-multiplied',
    shape: [2, 3, 4, 5],
    channels: 12,
    options: { kernel: 3, padding: 1, groups: 3, dilation: 2 },
    algorithms: band(1, 4),
  },
  ...(
    [
      [[1, 6, 9, 7], {}],
      [[2, 5, 4, 8], { stride: 2 }],
      [[1, 9, 8, 5], { dilation: [1, 2], padding: lopsided }],
    ] as const
  ).map(([shape, options]) => ({
    name: `depthwise-${shape.join('x')}`,
    shape,
    channels: shape[1],
    options: { kernel: 3, padding: 1, groups: shape[1], ...options },
    algorithms: depthwise,
  })),
  // Winograd: sides that leave a rest by 2 and by 4.
  ...(
    [
      [[1, 3, 7, 9], 1, 5],
      [[3, 2, 13, 5], 1, 18],
      [[2, 3, 1, 1], 1, 5],
      [[1, 4, 8, 12], 1, 35],
      [[1, 3, 7, 9], 0, 48],
      [[2, 2, 13, 5], 0, 5],
      [
        [1, 3, 7, 9],
        [
          [0, 1],
          [2, 0],
        ],
        5,
      ],
      [
        [2, 2, 1, 6],
        [
          [1, 1],
          [0, 3],
        ],
        7,
      ],
      [[1, 1, 6, 3], 2, 1],
    ] as const
  ).map(([shape, padding, channels]) => ({
    name: `winograd-band-${shape.join('x')}-padding-${[padding].flat(2).join('-')}-to-${channels}`,
    shape,
    channels,
    options: { kernel: 3, padding },
    algorithms: winograd,
  })),
];

/** One of each name. */
const single: readonly AnySchedule[] = [
  { name: 'panel', tile: { rows: 2, columns: 16 } },
  { name: 'band', tile: { rows: 4, columns: 8 }, strip: 3 },
  { name: 'winograd2', tile: { rows: 2, columns: 16 }, strip: 1, panels: 1 },
  { name: 'winograd4', tile: { rows: 2, columns: 16 }, strip: 2, panels: 1 },
];

/** The rows. */
export const algorithmCases: readonly AlgorithmCase[] = [...variants.map(sweep), ...residualBlocks(single)];
