/** The interpreter, which targets are held to, computes of NaN and infinities what PyTorch does. */

import { expect, test } from 'vitest';
import type { Node } from '../../compiler/ir/graph.ts';
import * as elementwise from '../../compiler/ops/elementwise.ts';
import { ops } from '../../compiler/ops/index.ts';
import { specials } from '../golden/operators/specials.ts';
import { expectAlike } from '../targets/specials.ts';
import { interpreted } from '../targets/table/case.ts';
import { Network } from '../targets/table/network.ts';

const lines = specials.lines.flat();
const [height, width] = [specials.lines.length, specials.lines[0]?.length ?? 0];

const interpret = async (
  shape: readonly number[],
  input: readonly number[],
  make: (network: Network) => Node,
) => {
  const network = new Network('specials', shape);
  return interpreted({ ...network.case(make(network)), input: Float32Array.from(input) });
};

test.each(Object.entries(specials.functions))('%s', async (name, expected) => {
  const op = ops.get(name);
  if (!op) throw new Error(`no operator ${name}`);
  const { numbers } = specials;
  expectAlike(
    await interpret([numbers.length], numbers, network =>
      network.apply(op, op.attributes.parse({}), network.input),
    ),
    expected,
  );
});

test('softmax', async () => {
  const given = await interpret([height, width], lines, network => network.softmax(network.input, 1));
  expectAlike(given, specials.softmax.flat());
});

test('pools', async () => {
  const window = { kernel: [1, 2] } as const;
  const shape = [1, 1, height, width];
  expectAlike(
    await interpret(shape, lines, network => network.maxPool(network.input, window)),
    specials.maxPool.flat(),
  );
  expectAlike(
    await interpret(shape, lines, network => network.averagePool(network.input, window)),
    specials.averagePool.flat(),
  );
});

test('every function of one number is asked about', () => {
  const names = Object.values(elementwise).flatMap(op =>
    'inputs' in op && op.inputs.length === 1 ? [op.name] : [],
  );
  expect(Object.keys(specials.functions).toSorted()).toEqual(names.toSorted());
});
