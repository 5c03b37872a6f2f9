/** Every algorithm and tile of the target `typescript`, on awkward sizes. */

import {
  type AlgorithmCase,
  type AnySchedule,
  residualBlocks,
  type Sweep,
  sweep,
} from '../table/algorithms.ts';

/** Pixel counts below leave a rest by most of these. */
const rows = [1, 2, 3, 4, 5, 6, 7, 8];
/** Some of them. */
const fewRows = [2, 7];

const tiled = (name: 'matrix' | 'gather', columns: readonly number[], all = rows): readonly AnySchedule[] =>
  columns.flatMap(count => all.map(each => ({ name, tile: { rows: each, columns: count } }) as const));
const winograd = (output: 2 | 4, all = rows): readonly AnySchedule[] =>
  all.map(each => ({ name: `winograd${output}`, tile: { rows: each, columns: 1 } }));

const variants: readonly Sweep[] = [
  // Pointwise: a strip's rows are pixels.
  ...(
    [
      [1, 5, 7, 9],
      [3, 5, 5, 3],
      [2, 3, 1, 1],
      [1, 4, 1, 13],
      [2, 4, 11, 1],
    ] as const
  ).flatMap(shape => [
    {
      name: `matrix-${shape.join('x')}`,
      shape,
      channels: 8,
      options: {},
      algorithms: tiled('matrix', [1, 2, 4]),
    },
    {
      name: `gather-${shape.join('x')}`,
      shape,
      channels: 8,
      options: {
        kernel: 3,
        padding: [
          [1, 2],
          [2, 1],
        ],
      } as const,
      algorithms: tiled('gather', [1, 2, 4]),
    },
  ]),
  {
    name: 'gather-strided',
    shape: [2, 3, 13, 8],
    channels: 4,
    options: { kernel: [5, 3], stride: [2, 3], padding: 1 },
    algorithms: tiled('gather', [1, 2]),
  },
  {
    name: 'gather-dilated',
    shape: [1, 3, 13, 11],
    channels: 4,
    options: { kernel: 3, dilation: [3, 2], padding: 2, stride: [1, 2] },
    algorithms: tiled('gather', [1, 2]),
  },
  {
    name: 'gather-grouped',
    shape: [2, 6, 7, 5],
    channels: 12,
    options: { kernel: 3, padding: 1, groups: 3 },
    algorithms: tiled('gather', [1, 2, 4]),
  },
  {
    name: 'gather-depthwise',
    shape: [1, 6, 9, 7],
    channels: 6,
    options: { kernel: 3, padding: 1, groups: 6, stride: 2 },
    algorithms: tiled('gather', [1]),
  },
  {
    name: 'gather-depthwise-multiplied',
    shape: [2, 3, 4, 5],
    channels: 12,
    options: { kernel: 3, padding: 1, groups: 3, dilation: 2 },
    algorithms: tiled('gather', [1, 2, 4]),
  },
  // One channel a group: windows inside the image alone, at its borders, and larger than it; two of each.
  ...(
    [
      [[1, 6, 9, 7], { kernel: 3, padding: 1, stride: 2 }],
      [[2, 5, 8, 7], { kernel: [1, 3], padding: 0 }],
      [[1, 3, 4, 5], { kernel: 3, padding: 2, dilation: 2 }],
      [
        [2, 4, 1, 6],
        {
          kernel: [1, 5],
          padding: [
            [0, 0],
            [3, 1],
          ],
        },
      ],
      [[1, 4, 2, 3], { kernel: 5, padding: 2 }],
      [[1, 8, 1, 1], { kernel: 1 }],
    ] as const
  ).map(([shape, options]) => ({
    name: `depthwise-${shape.join('x')}-kernel-${[options.kernel].flat().join('x')}`,
    shape,
    channels: shape[1],
    options: { ...options, groups: shape[1] },
    algorithms: [{ name: 'depthwise' }, { name: 'depthwise' }, { name: 'depthwise' }],
  })),
  // Few strips of many channels: units are parts of a strip, whose last may be shorter.
  ...(
    [
      [1, 5, 3, 3],
      [3, 6, 1, 1],
      [2, 3, 5, 4],
    ] as const
  ).flatMap(shape => [
    {
      name: `matrix-parts-${shape.join('x')}`,
      shape,
      channels: 88,
      options: {},
      algorithms: tiled('matrix', [1, 4], fewRows),
    },
    {
      name: `gather-parts-${shape.join('x')}`,
      shape,
      channels: 88,
      options: { kernel: 3, padding: 1 },
      algorithms: tiled('gather', [1, 4], fewRows),
    },
  ]),
  {
    name: 'gather-parts-grouped',
    shape: [2, 4, 3, 5],
    channels: 72,
    options: { kernel: 3, padding: 1, groups: 2 },
    algorithms: tiled('gather', [1, 4], fewRows),
  },
  ...(
    [
      [[1, 2, 5, 7], 130],
      [[2, 2, 3, 5], 129],
      [[1, 2, 2, 3], 192],
    ] as const
  ).map(([shape, channels]) => ({
    name: `winograd-parts-${shape.join('x')}`,
    shape,
    channels,
    options: { kernel: 3, padding: 1 },
    algorithms: [...winograd(2, fewRows), ...winograd(4, fewRows)],
  })),
  // Winograd: sides that leave a rest by 2 and by 4.
  ...(
    [
      [[1, 3, 7, 9], 1],
      [[3, 2, 13, 5], 1],
      [[2, 3, 1, 1], 1],
      [[1, 4, 8, 12], 1],
      [[1, 3, 7, 9], 0],
      [[2, 2, 13, 5], 0],
      [
        [1, 3, 7, 9],
        [
          [0, 1],
          [2, 0],
        ],
      ],
      [
        [2, 2, 1, 6],
        [
          [1, 1],
          [0, 3],
        ],
      ],
      [[1, 1, 6, 3], 2],
    ] as const
  ).map(([shape, padding]) => ({
    name: `winograd-${shape.join('x')}-padding-${[padding].flat(2).join('-')}`,
    shape,
    channels: 5,
    options: { kernel: 3, padding },
    algorithms: [...winograd(2), ...winograd(4)],
  })),
];

/** One of each name. */
const single: readonly AnySchedule[] = [
  { name: 'matrix', tile: { rows: 4, columns: 2 } },
  { name: 'gather', tile: { rows: 3, columns: 4 } },
  { name: 'winograd2', tile: { rows: 3, columns: 1 } },
  { name: 'winograd4', tile: { rows: 2, columns: 1 } },
];

/** The rows. */
export const algorithmCases: readonly AlgorithmCase[] = [...variants.map(sweep), ...residualBlocks(single)];
