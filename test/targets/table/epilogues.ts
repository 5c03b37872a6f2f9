/** Elementwise work at the end of kernels: every activation, residuals, operands stretched along every axis. */

import type { Node } from '../../../compiler/ir/graph.ts';
import * as elementwise from '../../../compiler/ops/elementwise.ts';
import type { Case } from './case.ts';
import { Network } from './network.ts';
import { all, onlyKinds, writesInPlace } from './situations.ts';

/** Every activation there is, by name; a new one is in the table as soon as it is in the list of operators. */
const activations: readonly (readonly [name: string, apply: (network: Network, x: Node) => Node])[] = [
  ...Object.values(elementwise).flatMap(op =>
    // The square root is no activation: residuals are negative too.
    'inputs' in op && op.inputs.length === 1 && op.name !== 'sqrt'
      ? [[op.name, (network: Network, x: Node) => network.apply(op as never, {}, x)] as const]
      : [],
  ),
  ['gelu-tanh', (network, x) => network.apply(elementwise.gelu as never, { approximate: 'tanh' }, x)],
  ['leaky-relu-half', (network, x) => network.apply(elementwise.leakyRelu as never, { slope: 0.5 }, x)],
  // Composed by hand: an operand that is used twice.
  ['gated', (network, x) => network.mul(x, network.sigmoid(x))],
  ['nothing', (_, x) => x],
];

/** A residual block, its sum written over the skip, then once more into the row-major output. */
const residuals = activations.map(([name, activate]): Case => {
  const network = new Network(`residual-${kebab(name)}`, [1, 6, 5, 7]);
  const skip = network.conv(network.input, 8);
  const branch = network.conv(network.conv(skip, 5), 8, { kernel: 3, padding: 1 });
  const inside = activate(network, network.add(branch, skip));
  const output = activate(network, network.add(inside, network.conv(inside, 8, { bias: false })));
  return network.case(output, all(onlyKinds('contract'), writesInPlace));
});

/** Residual blocks whose skip is a convolution of its own: targets may make one sum of both. */
const projections = (
  [
    ['of-stride-2', 2, {}, true, true],
    ['of-windows', 1, { kernel: 3, padding: 1 }, true, false],
    ['without-bias', 1, {}, false, false],
    ['with-bias', 2, {}, false, true],
  ] as const
).flatMap(([name, stride, window, ownBias, bias]) =>
  [1, 3].map((batch): Case => {
    const network = new Network(`projection-${name}-batch-${batch}`, [batch, 64, 6, 7]);
    const x = network.sigmoid(network.input);
    const inside = network.conv(x, 32, { kernel: 3, padding: 1, stride });
    const branch = network.conv(network.relu(inside), 20, { bias: ownBias });
    const skip = network.conv(x, 20, { ...window, stride, bias });
    const sum = network.add(branch, skip);
    const output = network.relu(network.mul(sum, network.parameter([20, 1, 1])));
    return network.case(network.conv(output, 3));
  }),
);

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

const heightOf = ({ input }: Network): number => input.type.shape[2] ?? 1;
const widthOf = ({ input }: Network): number => input.type.shape[3] ?? 1;

/** What an operand beside `[batch, channels, height, width]` may look like. */
type Operand = (network: Network, channels: number) => Node;

const operands: Readonly<Record<string, Operand>> = {
  'n-c-1-1': (network, channels) =>
    network.sigmoid(network.conv(network.adaptivePool(network.input), channels)),
  'n-1-h-w': network => network.sigmoid(network.conv(network.input, 1)),
  'n-1-1-1': network => network.conv(network.adaptivePool(network.input), 1),
  'n-c-h-1': (network, channels) =>
    network.adaptivePool(network.conv(network.input, channels), [heightOf(network), 1]),
  '1-c-1-1': (network, channels) => network.parameter([1, channels, 1, 1]),
  '1-1-h-w': network => network.parameter([1, 1, heightOf(network), widthOf(network)]),
  '1-c-h-w': (network, channels) => network.parameter([1, channels, heightOf(network), widthOf(network)]),
  'c-1-1': (network, channels) => network.parameter([channels, 1, 1]),
  'h-w': network => network.parameter([heightOf(network), widthOf(network)]),
  w: network => network.parameter([widthOf(network)]),
  scalar: network => network.parameter([]),
  literal: network => network.constant([], [-0.75]),
  literals: (network, channels) =>
    network.constant(
      [channels, 1, 1],
      Array.from({ length: channels }, (_, i) => i / 4 - 1),
    ),
  input: (network, channels) =>
    channels === network.input.type.shape[1] ? network.input : network.parameter([channels, 1, 1]),
};

/** `f(conv(x), operand)` for every operand, into a value that a convolution reads, and into the output. */
const broadcasts = [
  [1, 6, 5, 7],
  [3, 6, 5, 7],
  // So small that one strip is all.
  [2, 6, 2, 3],
].flatMap(shape =>
  Object.entries(operands).map(([name, make]): Case => {
    const network = new Network(`operand-${name}-beside-${shape.join('x')}`, shape);
    const { add, mul, sub } = network;
    const first = mul(network.conv(network.input, 6, { kernel: 3, padding: 1 }), make(network, 6));
    const second = add(make(network, 8), network.conv(first, 8));
    const third = sub(make(network, 4), network.conv(network.relu(second), 4));
    return network.case(third);
  }),
);

/** Everything that takes an epilogue, with a residual, a channel's factor and an activation that uses it twice. */
const anchors: Readonly<Record<string, (network: Network, x: Node) => Node>> = {
  'max-pool': (network, x) => network.maxPool(x, { kernel: 3, padding: 1 }),
  'average-pool': (network, x) => network.averagePool(x, { kernel: 3, padding: 1 }),
  'adaptive-pool': (network, x) => network.adaptivePool(x, [5, 7]),
  'depthwise-conv': (network, x) => network.conv(x, 8, { kernel: 3, padding: 1, groups: 8 }),
  'grouped-conv': (network, x) => network.conv(x, 8, { kernel: 3, padding: 1, groups: 2 }),
  map: (network, x) => network.sigmoid(x),
};
const afterAnchors = [1, 2].flatMap(batch =>
  Object.entries(anchors).map(([name, anchor]): Case => {
    const network = new Network(`epilogue-of-${name}-batch-${batch}`, [batch, 6, 5, 7]);
    const { add, mul } = network;
    const x = network.conv(network.input, 8);
    const finish = (y: Node): Node => {
      const scaled = mul(add(y, x), network.parameter([8, 1, 1]));
      return mul(scaled, network.sigmoid(scaled));
    };
    return network.case(finish(network.conv(finish(anchor(network, x)), 8)));
  }),
);

/** Rows of one network each. */
function single(): readonly Case[] {
  const shape = [2, 6, 5, 7];
  const rows: Case[] = [];
  const row = (name: string, build: (network: Network) => Node, situation?: Case['situation']): void => {
    const network = new Network(name, shape);
    rows.push(network.case(build(network), situation));
  };
  row('difference-of-skip-and-conv', network => {
    const skip = network.conv(network.input, 6);
    return network.relu(network.conv(network.sub(skip, network.conv(skip, 6)), 4));
  });
  row('quotient-of-skip-and-conv', network => {
    const skip = network.conv(network.input, 6);
    return network.div(
      skip,
      network.add(network.sigmoid(network.conv(skip, 6)), network.constant([], [0.5])),
    );
  });
  row('residual-of-input', network =>
    network.relu(network.add(network.conv(network.input, 6), network.input)),
  );
  row('skip-read-again-is-kept', network => {
    const skip = network.conv(network.input, 6);
    const sum = network.relu(network.add(network.conv(skip, 6), skip));
    return network.add(network.conv(sum, 6), network.sigmoid(skip));
  });
  row('two-residuals', network => {
    const a = network.conv(network.input, 6);
    const b = network.conv(network.input, 6, { kernel: 3, padding: 1 });
    return network.conv(network.add(network.add(network.conv(a, 6), a), b), 5);
  });
  row('sum-of-a-value-with-itself', network => {
    const x = network.conv(network.input, 6);
    return network.mul(network.add(x, x), network.conv(network.input, 6));
  });
  row('norm-before-conv', network => {
    const x = network.relu(
      network.batchNorm(network.conv(network.relu(network.batchNorm(network.input)), 8)),
    );
    return network.relu(network.batchNorm(network.add(x, network.conv(x, 8, { kernel: 3, padding: 1 }))));
  });
  row('norm-after-pool', network =>
    network.batchNorm(network.averagePool(network.input, { kernel: [2, 3] })),
  );
  row('long-chain', network => {
    let x = network.conv(network.input, 6);
    for (let i = 0; i < 6; i++) x = network.add(network.mul(x, network.parameter([6, 1, 1])), network.input);
    return network.relu(x);
  });
  row('squeeze-and-excite', network => {
    const x = network.relu(network.conv(network.input, 8, { kernel: 3, padding: 1, groups: 2 }));
    const gate = network.sigmoid(network.conv(network.relu(network.conv(network.adaptivePool(x), 2)), 8));
    return network.add(network.input, network.conv(network.mul(x, gate), 6));
  });
  row('stretched-result', network => {
    // The sum is larger than either operand, so that neither kernel can take it in.
    const heights = network.adaptivePool(network.conv(network.input, 4), [5, 1]);
    const widths = network.adaptivePool(network.conv(network.input, 4), [1, 7]);
    return network.conv(network.relu(network.add(heights, widths)), 3);
  });
  return rows;
}

/** The rows. */
export const epilogueCases = (): readonly Case[] => [
  ...residuals,
  ...projections,
  ...broadcasts,
  ...afterAnchors,
  ...single(),
];
