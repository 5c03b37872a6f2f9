/**
 * Networks of every scalar function, pool and softmax, whose inputs hold NaNs of either sign, infinities and -0: in
 * every place of a vector of four, in kernels of their own and at the end of others.
 */

import type { Node } from '../../../compiler/ir/graph.ts';
import * as elementwise from '../../../compiler/ops/elementwise.ts';
import { elementCount, type Shape } from '../../../compiler/shape.ts';
import { type Case, interpreted } from './case.ts';
import { Network } from './network.ts';

export type SpecialCase = Case;

/** A NaN whose sign bit is set, as x86 makes them: where others may not be told from it, float32 alone can hold it. */
const bits = new Uint32Array([0xffc00000, 0x7f800001, 0x7fffffff]);
const nans = new Float32Array(bits.buffer);

/** What no sum of products blows up: of ordinary size, and none. */
const few = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1.5, -2.5, 0] as const;

/** How large what a function gets may be: exponentials of it overflow float32. */
const extremes = [89, -89, 1e4, -1e4, 1e30, -1e30, 1e-40, -1e-40] as const;

/** Specials in turn, of which no two that lie four apart are the same; ordinary numbers between them. */
function mixed(shape: Shape, values: ArrayLike<number>): Float32Array {
  const input = new Float32Array(elementCount(shape));
  const all = Float32Array.from(values);
  for (let i = 0; i < input.length; i++)
    input[i] = i % 3 === 2 ? Math.sin(i) * 4 : (all[i % all.length] ?? 0);
  // By bits: a NaN that goes through a number of JavaScript may lose its sign.
  const asBits = new Uint32Array(input.buffer);
  for (let i = 5; i < input.length; i += 23) asBits[i] = bits[i % bits.length] ?? 0;
  return input;
}

function withInput(row: Case, input: Float32Array): SpecialCase {
  return { ...row, input, expected: () => interpreted({ ...row, input }) };
}

type Apply = (network: Network, x: Node) => Node;

const functions: readonly (readonly [name: string, apply: Apply])[] = [
  ...Object.values(elementwise).flatMap(op =>
    'inputs' in op && op.inputs.length === 1
      ? [[op.name, (network: Network, x: Node) => network.apply(op as never, {}, x)] as const]
      : [],
  ),
  ['geluTanh', (network, x) => network.apply(elementwise.gelu as never, { approximate: 'tanh' }, x)],
];

/** By themselves: one number at a time, and four. */
const alone = functions.flatMap(([name, apply]) =>
  (
    [
      [1, 3, 7, 9],
      [1, 8, 6, 8],
    ] as const
  ).map(shape => {
    const network = new Network(`special-${name}-${shape.join('x')}`, shape);
    return withInput(network.case(apply(network, network.input)), mixed(shape, [...few, ...extremes]));
  }),
);

/** At the end of kernels: sums of one term, so that each number has a result of its own. */
const anchors: Readonly<Record<string, Apply>> = {
  convolution: (network, x) => network.conv(x, 8),
  'odd-convolution': (network, x) => network.conv(x, 5),
  'grouped-convolution': (network, x) => network.conv(network.conv(x, 8), 8, { groups: 8 }),
  'first-convolution': (network, x) => network.conv(x, 8, { kernel: 3, padding: 1 }),
  'max-pool': (network, x) => network.maxPool(x, { kernel: 3, padding: 1 }),
  'average-pool': (network, x) => network.averagePool(x, { kernel: 3, padding: 1 }),
};
const fused = functions.flatMap(([name, apply]) =>
  Object.entries(anchors).flatMap(([anchor, make], i) => {
    // Those that are written alike are tried at one anchor; the others at all.
    if (i > 1 && !['relu', 'relu6', 'silu', 'hardSwish', 'leakyRelu'].includes(name)) return [];
    const shape = [1, 1, 9, 13];
    const network = new Network(`special-${name}-after-${anchor}`, shape);
    return [withInput(network.case(apply(network, make(network, network.input))), mixed(shape, few))];
  }),
);

const residual = (() => {
  const shape = [1, 8, 5, 6];
  const network = new Network('special-residual', shape);
  const skip = network.relu(network.input);
  const sum = network.add(network.conv(skip, 8, { groups: 8 }), skip);
  return withInput(network.case(network.relu(sum)), mixed(shape, few));
})();

/** Pools of one channel and of four, over windows that hold infinities alone, too. */
const pools = (
  [
    ['max', (network, x) => network.maxPool(x, { kernel: 2, stride: 2 })],
    ['max-padded', (network, x) => network.maxPool(x, { kernel: 3, padding: 1, stride: 2 })],
    ['average', (network, x) => network.averagePool(x, { kernel: 3, padding: 1 })],
    ['adaptive', (network, x) => network.adaptivePool(x, [3, 4])],
    ['global', (network, x) => network.adaptivePool(x)],
  ] as const satisfies readonly (readonly [string, Apply])[]
).flatMap(([name, apply]) =>
  [3, 8].flatMap(channels => {
    const shape = [1, channels, 8, 10];
    const make = (title: string, input: Float32Array): SpecialCase => {
      const network = new Network(`special-${name}-pool-of-${title}-${channels}`, shape);
      return withInput(network.case(apply(network, network.input)), input);
    };
    // One special number amid ordinary ones, in each place of windows and vectors.
    const sparse = new Float32Array(elementCount(shape)).map((_, i) => Math.cos(i));
    for (let i = 0; i < sparse.length; i += 7) sparse[i] = few[(i / 7) % few.length] ?? 0;
    return [
      make('few', sparse),
      make('many', mixed(shape, few)),
      make('none', new Float32Array(elementCount(shape)).fill(Number.NEGATIVE_INFINITY)),
      make('negative-nans', new Float32Array(elementCount(shape)).fill(nans[0] ?? Number.NaN)),
    ];
  }),
);

/** Lines of softmax: each holds one special number, or several, and none but those. */
const [nan, infinity] = [Number.NaN, Number.POSITIVE_INFINITY];
const lines: readonly (readonly number[])[] = [
  [],
  [nan],
  [infinity],
  [-infinity],
  [infinity, infinity],
  [infinity, -infinity],
  [-infinity, nan],
  [-0, 0],
  [88, -1e4],
  [1e30, -1e30],
];
const softmaxes = [3, 64, 200].flatMap(length => {
  const along = new Float32Array(3 * lines.length * length);
  for (let line = 0; line < 3 * lines.length; line++) {
    const specials = lines[Math.floor(line / 3)] ?? [];
    for (let i = 0; i < length; i++) {
      // In the first, in the last, or nothing but infinities below 0 beside them.
      const at = line % 3 === 1 ? length - 1 - i : i;
      const plain = line % 3 === 2 ? -infinity : Math.sin(line + i) * 3;
      along[line * length + i] = specials[at] ?? plain;
    }
  }
  const shape = [3 * lines.length, length];
  const network = new Network(`special-softmax-${length}`, shape);
  const across = new Network(`special-softmax-across-${length}`, [1, length, 3 * lines.length]);
  const turned = along.map((_, i) => {
    const [place, line] = [Math.floor(i / (3 * lines.length)), i % (3 * lines.length)];
    return along[line * length + place] ?? 0;
  });
  return [
    withInput(network.case(network.softmax(network.input, 1)), along),
    withInput(across.case(across.softmax(across.input, 1)), turned),
  ];
});

/** A mean that is part of the linear layer behind it. */
const means = few.map((value, i) => {
  const shape = [2, 8, 5, 5];
  const network = new Network(`special-mean-linear-${i}`, shape);
  const input = new Float32Array(elementCount(shape)).map((_, at) => Math.cos(at));
  input[61 * i] = value;
  const pooled = network.flatten(network.adaptivePool(network.input));
  return withInput(network.case(network.linear(pooled, 5)), input);
});

/** The rows. */
export const specialCases = (): readonly SpecialCase[] => [
  ...alone,
  ...fused,
  residual,
  ...pools,
  ...softmaxes,
  ...means,
];
