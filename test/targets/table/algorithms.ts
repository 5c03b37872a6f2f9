/**
 * Every algorithm with every tile, on awkward sizes. A row is a network of many convolutions of one input, whose
 * results are flattened and joined: each gets the next algorithm of a list, whatever the target would have chosen.
 */

import type { Node } from '../../../compiler/ir/graph.ts';
import type { Choices } from '../../../compiler/plan/contract.ts';
import type { Algorithm } from '../../../compiler/plan/kernel.ts';
import type { Shape } from '../../../compiler/shape.ts';
import type { Target } from '../../../targets/target.ts';
import type { Case } from './case.ts';
import { type ConvolutionOptions, Network } from './network.ts';
import { writesInPlace } from './situations.ts';

/** A case and the algorithms that its convolutions are to get. */
export interface AlgorithmCase extends Case {
  readonly algorithms: readonly Algorithm[];
}

/** A target that chooses these algorithms, one after another. For one compilation. */
export function choosing(target: Target, algorithms: readonly Algorithm[]): Target {
  const left = algorithms.values();
  const algorithm: Choices['algorithm'] = contraction => left.next().value ?? target.algorithm(contraction);
  return { ...target, algorithm };
}

/** Pixel counts below leave a rest by most of these. */
const rows = [1, 2, 3, 4, 5, 6, 7, 8];

const tiled = (name: 'matrix' | 'gather', columns: readonly number[]): readonly Algorithm[] =>
  columns.flatMap(count => rows.map(each => ({ name, tile: { rows: each, columns: count } }) as const));
const winograd = (output: 2 | 4): readonly Algorithm[] =>
  rows.map(each => ({ name: 'winograd', tile: { rows: each, columns: 1 }, output }));

/** Many convolutions that differ in their algorithms alone. */
interface Sweep {
  readonly name: string;
  readonly shape: Shape;
  readonly channels: number;
  readonly options: ConvolutionOptions;
  readonly algorithms: readonly Algorithm[];
}

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

/** The rows with many convolutions each; bias, factor, activation and further operand come and go. */
const sweeps = variants.map(({ name, shape, channels, options, algorithms }): AlgorithmCase => {
  const network = new Network(name, shape);
  // Not the input itself, which is row-major: `matrix` reads channels side by side.
  const x = network.sigmoid(network.input);
  const values = algorithms.map((_, i) => {
    const y = network.conv(x, channels, { ...options, bias: i % 2 === 0 });
    const [, ...image] = y.type.shape;
    if (i % 3 === 0) return y;
    if (i % 3 === 1) return network.relu(network.mul(y, network.parameter([channels, 1, 1])));
    return network.add(y, network.parameter(image));
  });
  const output = network.concat(1, ...values.map(value => network.flatten(value)));
  return { ...network.case(output), algorithms };
});

const single: readonly Algorithm[] = [
  { name: 'matrix', tile: { rows: 4, columns: 2 } },
  { name: 'gather', tile: { rows: 3, columns: 4 } },
  { name: 'winograd', tile: { rows: 3, columns: 1 }, output: 2 },
  { name: 'winograd', tile: { rows: 2, columns: 1 }, output: 4 },
];

/** Residual blocks of one algorithm: a sum over the skip, then a row-major output with the same skip. */
const blocks = [1, 3].flatMap(batch =>
  single.map((algorithm): AlgorithmCase => {
    const size = 'output' in algorithm ? `${algorithm.output}` : '';
    const network = new Network(`residual-${algorithm.name}${size}-batch-${batch}`, [batch, 4, 7, 5]);
    const options = algorithm.name === 'matrix' ? {} : { kernel: 3, padding: 1 };
    const conv = (x: Node): Node => network.conv(x, 8, options);
    const skip = conv(network.sigmoid(network.input));
    const inside = network.relu(network.add(conv(conv(skip)), skip));
    const output = network.sigmoid(network.add(inside, conv(inside)));
    return {
      ...network.case(output, writesInPlace),
      algorithms: [algorithm, algorithm, algorithm, algorithm],
    };
  }),
);

/** The rows. */
export const algorithmCases: readonly AlgorithmCase[] = [...sweeps, ...blocks];
