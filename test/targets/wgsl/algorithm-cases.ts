/** Every algorithm and tile of the target `wgsl`, on awkward sizes. */

import { tiledSchedules } from '../../../targets/wgsl/contractions/tiled.ts';
import {
  type AlgorithmCase,
  type AnySchedule,
  directSweeps,
  residualBlocks,
  type Sweep,
  sweep,
} from '../table/algorithms.ts';

/** A third of the tiles, for the compilers of software adapters take a second for some: each is in two sweeps or more. */
const third = (rest: number): readonly AnySchedule[] => tiledSchedules.filter((_, i) => i % 3 === rest);

const grouped: readonly AnySchedule[] = [
  [1, 4],
  [2, 8],
  [4, 2],
].map(([rows = 1, columns = 1]) => ({
  name: 'grouped',
  tile: { rows: 3 * rows, columns: 4 * columns },
  thread: { rows, columns: 4 },
}));

const patch: readonly AnySchedule[] = [
  { name: 'patch', tile: { rows: 64, columns: 64 }, thread: { rows: 4, columns: 8 }, across: 8 },
  { name: 'patch', tile: { rows: 64, columns: 32 }, thread: { rows: 4, columns: 4 }, across: 8 },
  { name: 'patch', tile: { rows: 32, columns: 8 }, thread: { rows: 2, columns: 4 }, across: 4 },
];

const vector: readonly AnySchedule[] = [
  { name: 'vector', tile: { rows: 1, columns: 32 }, slices: 32 },
  { name: 'vector', tile: { rows: 1, columns: 8 }, slices: 4 },
];

const variants: readonly Sweep[] = [
  // Channels in fours, and in none.
  ...(
    [
      [[1, 8, 7, 9], 12],
      [[3, 5, 5, 3], 7],
      [[2, 36, 3, 1], 68],
    ] as const
  ).map(([shape, channels], i) => ({
    name: `tiled-pointwise-${shape.join('x')}`,
    shape,
    channels,
    options: {},
    algorithms: third(i),
  })),
  {
    name: 'tiled-windows',
    shape: [2, 8, 7, 9],
    channels: 12,
    options: {
      kernel: 3,
      padding: [
        [1, 2],
        [2, 1],
      ],
    },
    algorithms: third(0),
  },
  {
    name: 'tiled-strided',
    shape: [1, 5, 13, 8],
    channels: 6,
    options: { kernel: [5, 3], stride: [2, 3], padding: 1 },
    algorithms: third(1),
  },
  {
    name: 'tiled-dilated',
    shape: [1, 12, 13, 11],
    channels: 4,
    options: { kernel: 3, dilation: [3, 2], padding: 2, stride: [1, 2] },
    algorithms: third(2),
  },
  {
    name: 'patch-strided',
    shape: [2, 3, 21, 17],
    channels: 12,
    options: { kernel: [5, 3], stride: 2, padding: 1 },
    algorithms: patch,
  },
  {
    name: 'patch-dilated-odd-channels',
    shape: [1, 1, 19, 11],
    channels: 5,
    options: { kernel: 3, dilation: [2, 3], padding: 2 },
    algorithms: patch,
  },
  ...directSweeps(grouped, vector),
];

/** One of each name that takes windows of 3x3. */
const single: readonly AnySchedule[] = [
  ...tiledSchedules.filter(({ slices }) => slices === 1).slice(0, 1),
  ...tiledSchedules.filter(({ slices }) => slices > 1).slice(0, 1),
  ...patch.slice(0, 1),
  ...grouped.slice(1, 2),
];

/** The rows. */
export const algorithmCases: readonly AlgorithmCase[] = [...variants.map(sweep), ...residualBlocks(single)];
