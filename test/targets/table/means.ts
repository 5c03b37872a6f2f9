/**
 * Sums of so many numbers that float32, added one after another, would lose what counts: means over large maps and
 * windows, by themselves and as part of a linear layer, and softmax over long lines.
 */

import type { Node } from '../../../compiler/ir/graph.ts';
import { elementCount, type Shape } from '../../../compiler/shape.ts';
import { type Case, interpreted } from './case.ts';
import { Network } from './network.ts';

/** Numbers in [0, 1), the same each time. */
function* numbers(): Generator<number> {
  for (let state = 1; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

function row(
  name: string,
  shape: Shape,
  make: (network: Network) => Node,
  values: () => Iterator<number> = numbers,
): Case {
  const network = new Network(`mean-${name}`, shape);
  const each = values();
  const input = new Float32Array(elementCount(shape)).map(() => each.next().value ?? 0);
  const given = network.case(make(network));
  return { ...given, input, expected: () => interpreted({ ...given, input }) };
}

function* constantly(value: number): Generator<number> {
  for (;;) yield value;
}

const whole = (network: Network): Node => network.adaptivePool(network.input);

/** The rows. */
export const meanCases = (): readonly Case[] => [
  row('1500x1500', [1, 1, 1500, 1500], whole),
  row('509x1031-of-four', [1, 4, 509, 1031], whole),
  row('257x1023-of-three', [2, 3, 257, 1023], whole),
  row('line-of-a-prime', [1, 1, 1, 500_009], whole),
  row('column', [1, 2, 100_003, 1], whole),
  ...[3.3, 0.1].flatMap(value =>
    [1, 8].map(channels =>
      row(`of-${10 * value}-tenths-${channels}`, [1, channels, 256, 256], whole, () => constantly(value)),
    ),
  ),
  row('windows-of-two-sizes', [1, 3, 701, 902], network => network.adaptivePool(network.input, [2, 3])),
  row('windows-of-one-size', [1, 4, 700, 900], network => network.adaptivePool(network.input, [2, 3])),
  row('windows-of-rows', [1, 2, 300, 4001], network => network.adaptivePool(network.input, [300, 1])),
  row('average', [1, 1, 700, 600], network =>
    network.averagePool(network.input, {
      kernel: [512, 500],
      stride: 64,
      padding: [
        [100, 90],
        [80, 0],
      ],
    }),
  ),
  row('average-of-four', [1, 4, 1, 70_000], network =>
    network.averagePool(network.input, { kernel: [1, 65_536], stride: 4000 }),
  ),
  row('linear', [2, 8, 300, 301], network => network.linear(network.flatten(whole(network)), 5)),
  row('linear-of-odd-channels', [1, 3, 1021, 130], network =>
    network.linear(network.flatten(whole(network)), 5),
  ),
  row('softmax', [1, 200_000], network => network.softmax(network.input, 1)),
  row(
    'softmax-of-equals',
    [1, 300_007],
    network => network.softmax(network.input, 1),
    () => constantly(0.5),
  ),
  row('softmax-across', [1, 50_001, 3], network => network.softmax(network.input, 1)),
];
