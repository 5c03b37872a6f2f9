/** Every algorithm and tile of the target `cuda`, on awkward sizes. */

import { igemms } from '../../../targets/cuda/igemms.ts';
import type { Precision } from '../../../targets/cuda/options.ts';
import {
  type AlgorithmCase,
  type AnySchedule,
  directSweeps,
  residualBlocks,
  type Sweep,
  sweep,
} from '../table/algorithms.ts';

/**
 * Tiles of a precision, each with its terms whole and split; with four stages where they are whole. TF32's are float16's
 * with other products: a part will do.
 */
const tiles = (precision: Precision): readonly AnySchedule[] =>
  igemms(precision).filter(
    ({ splits, stages, depth }) =>
      (splits === 1 || (splits === 3 && stages === 3)) &&
      (precision === 'f32' || precision === 'f16' || (stages === 3 && depth === 16)),
  );

const grouped: readonly AnySchedule[] = [
  [1, 4],
  [2, 8],
  [4, 2],
].map(([rows = 1, columns = 1]) => ({
  name: 'grouped',
  tile: { rows: 3 * rows, columns: 4 * columns },
  thread: { rows, columns: 4 },
}));

/** Patches: what a thread sums of them, or a warp. */
const patch = (precision: Precision): readonly AnySchedule[] =>
  precision === 'f32'
    ? [
        { name: 'patch', tile: { rows: 64, columns: 64 }, thread: { rows: 4, columns: 8 }, across: 8 },
        { name: 'patch', tile: { rows: 128, columns: 32 }, thread: { rows: 8, columns: 8 }, across: 16 },
        { name: 'patch', tile: { rows: 32, columns: 8 }, thread: { rows: 2, columns: 4 }, across: 4 },
      ]
    : [
        { name: 'patch', tile: { rows: 64, columns: 64 }, thread: { rows: 16, columns: 32 }, across: 8 },
        { name: 'patch', tile: { rows: 128, columns: 32 }, thread: { rows: 32, columns: 16 }, across: 16 },
        { name: 'patch', tile: { rows: 32, columns: 16 }, thread: { rows: 16, columns: 16 }, across: 4 },
      ];

const vector: readonly AnySchedule[] = [
  { name: 'vector', tile: { rows: 1, columns: 16 }, slices: 64 },
  { name: 'vector', tile: { rows: 1, columns: 8 }, slices: 4 },
];

/** Every third, from one on: each is in two sweeps or more. */
const third = (all: readonly AnySchedule[], from: number): readonly AnySchedule[] =>
  all.filter((_, i) => i % 3 === from);

function variants(precision: Precision): readonly Sweep[] {
  const igemm = tiles(precision);
  const patches = patch(precision);
  return [
    // Channels that are read sixteen bytes at a time, some at a time, and one by one.
    ...(
      [
        [[1, 72, 7, 9], 12],
        [[3, 5, 5, 3], 7],
        [[2, 36, 3, 1], 68],
      ] as const
    ).map(([shape, channels], i) => ({
      name: `pointwise-${shape.join('x')}`,
      shape,
      channels,
      options: {},
      algorithms: third(igemm, i),
    })),
    {
      name: 'windows',
      shape: [2, 8, 7, 9],
      channels: 12,
      options: {
        kernel: 3,
        padding: [
          [1, 2],
          [2, 1],
        ],
      },
      algorithms: third(igemm, 0),
    },
    {
      // A window of one tap that lies outside the image at its end.
      name: 'point-padded-behind',
      shape: [1, 8, 5, 6],
      channels: 8,
      options: {
        padding: [
          [0, 1],
          [0, 2],
        ],
      },
      algorithms: igemm.slice(0, 3),
    },
    {
      name: 'strided',
      shape: [1, 5, 13, 8],
      channels: 6,
      options: { kernel: [5, 3], stride: [2, 3], padding: 1 },
      algorithms: third(igemm, 1),
    },
    {
      name: 'dilated',
      shape: [1, 12, 13, 11],
      channels: 4,
      options: { kernel: 3, dilation: [3, 2], padding: 2, stride: [1, 2] },
      algorithms: third(igemm, 2),
    },
    {
      name: 'patch-strided',
      shape: [2, 3, 21, 17],
      channels: 12,
      options: { kernel: [5, 3], stride: 2, padding: 1 },
      algorithms: patches,
    },
    {
      name: 'patch-dilated-odd-channels',
      shape: [1, 1, 19, 11],
      channels: 5,
      // Tensor cores read taps side by side.
      options: { kernel: 3, dilation: [2, precision === 'f32' ? 3 : 1], padding: 2 },
      algorithms: patches,
    },
    // These are the same but for how numbers are stored.
    ...(precision === '3xtf32' ? [] : directSweeps(grouped, vector)),
  ];
}

/** The rows of a precision. */
export function algorithmCases(precision: Precision): readonly AlgorithmCase[] {
  const igemm = igemms(precision);
  const single = [
    ...igemm.filter(each => each.splits === 1).slice(-1),
    ...igemm.filter(each => each.splits === 4).slice(-1),
    // Tensor cores have patches of four channels at most.
    ...(precision === 'f32' ? patch(precision).slice(0, 1) : []),
    ...grouped.slice(1, 2),
  ];
  return [...variants(precision).map(sweep), ...residualBlocks(single)];
}
