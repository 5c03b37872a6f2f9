/**
 * Every algorithm with every tile, on awkward sizes. A row is a network of many convolutions of one input, whose
 * results are flattened and joined: each gets the next algorithm of a list, whatever the target would have chosen.
 */

import type { Node } from '../../../compiler/ir/graph.ts';
import type { Choices } from '../../../compiler/plan/contract.ts';
import type { Schedule } from '../../../compiler/plan/implementation.ts';
import type { Shape } from '../../../compiler/shape.ts';
import type { Target } from '../../../compiler/target.ts';
import type { Case } from './case.ts';
import { type ConvolutionOptions, Network } from './network.ts';
import { writesInPlace } from './situations.ts';

/** A schedule of whatever implementation. */
export type AnySchedule = Schedule & Readonly<Record<string, unknown>>;

/** A case and the algorithms that its convolutions are to get. */
export interface AlgorithmCase extends Case {
  readonly algorithms: readonly Schedule[];
}

/** A target that chooses these algorithms, one after another. For one compilation. */
export function choosing(target: Target, algorithms: readonly Schedule[]): Target {
  const left = algorithms.values();
  const schedule: Choices['schedule'] = contraction => left.next().value ?? target.schedule(contraction);
  return { ...target, schedule };
}

/** Many convolutions that differ in their algorithms alone. */
export interface Sweep {
  readonly name: string;
  readonly shape: Shape;
  readonly channels: number;
  readonly options: ConvolutionOptions;
  readonly algorithms: readonly Schedule[];
}

/** A row of many convolutions; bias, factor, activation and further operand come and go. */
export function sweep({ name, shape, channels, options, algorithms }: Sweep): AlgorithmCase {
  const network = new Network(name, shape);
  // Not the input itself, which is row-major: some algorithms read channels side by side.
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
}

/** Convolutions in groups, and linear layers of few rows: for algorithms that read what they need where it lies. */
export const directSweeps = (grouped: readonly Schedule[], vector: readonly Schedule[]): readonly Sweep[] => [
  {
    name: 'grouped-of-six',
    shape: [2, 6, 7, 5],
    channels: 12,
    options: { kernel: 3, padding: 1, groups: 3 },
    algorithms: grouped,
  },
  {
    name: 'grouped-quads',
    shape: [1, 16, 9, 7],
    channels: 24,
    options: { kernel: 3, padding: 1, groups: 2, stride: 2 },
    algorithms: grouped,
  },
  {
    name: 'grouped-of-two',
    shape: [1, 8, 5, 7],
    channels: 8,
    options: { kernel: [3, 1], groups: 4 },
    algorithms: grouped,
  },
  {
    name: 'depthwise',
    shape: [2, 8, 9, 7],
    channels: 8,
    options: { kernel: 3, padding: 1, groups: 8, dilation: 2 },
    algorithms: grouped,
  },
  {
    name: 'depthwise-odd-channels',
    shape: [1, 5, 9, 7],
    channels: 5,
    options: { kernel: 3, padding: 1, groups: 5 },
    algorithms: grouped,
  },
  {
    name: 'depthwise-multiplied',
    shape: [2, 3, 4, 5],
    channels: 12,
    options: { kernel: 3, padding: 1, groups: 3, dilation: 2 },
    algorithms: grouped,
  },
  ...(
    [
      [[3, 64, 1, 1], 12],
      [[1, 37, 2, 1], 7],
      [[2, 8, 2, 3], 40],
    ] as const
  ).map(([shape, channels]) => ({
    name: `vector-${shape.join('x')}`,
    shape,
    channels,
    options: {},
    algorithms: vector,
  })),
];

/** Residual blocks of one algorithm each: a sum over the skip, then a row-major output with the same skip. */
export const residualBlocks = (algorithms: readonly Schedule[]): readonly AlgorithmCase[] =>
  [1, 3].flatMap(batch =>
    algorithms.map((algorithm, i): AlgorithmCase => {
      const network = new Network(`residual-${algorithm.name}-${i}-batch-${batch}`, [batch, 4, 7, 5]);
      const options =
        algorithm.name === 'matrix' || algorithm.name === 'panel'
          ? {}
          : { kernel: 3, padding: 1, groups: algorithm.name === 'grouped' ? 4 : 1 };
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
