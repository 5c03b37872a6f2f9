import { describe, expect, test } from 'vitest';
import { type Checkpoint, matchCheckpoint, openCheckpoint } from '../../compiler/checkpoint/index.ts';
import { fixture } from './files.ts';

const network = [
  { name: 'conv1.weight', shape: [2, 3, 3, 3] },
  { name: 'conv1.bias', shape: [2] },
  { name: 'bn1.weight', shape: [2] },
  { name: 'bn1.bias', shape: [2] },
  { name: 'bn1.running_mean', shape: [2] },
  { name: 'bn1.running_var', shape: [2] },
  { name: 'fc.weight', shape: [3, 4] },
  { name: 'fc.bias', shape: [3] },
];

function checkpointOf(tensors: readonly { name: string; shape: readonly number[] }[]): Checkpoint {
  const made = tensors.map(({ name, shape }) => ({
    name,
    shape,
    dtype: 'float32' as const,
    read: async () => new Float64Array(),
  }));
  return {
    file: 'made.pth',
    format: 'pytorch',
    tensors: new Map(made.map(tensor => [tensor.name, tensor])),
    close: async () => undefined,
  };
}

function mismatch(...args: Parameters<typeof matchCheckpoint>): string {
  try {
    matchCheckpoint(...args);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return 'matched';
}

describe('a checkpoint that fits', () => {
  test.each(['zip.pth', 'nested.pth', 'network.safetensors', 'nested-parallel-legacy.pth'])(
    '%s',
    async file => {
      const checkpoint = await openCheckpoint(fixture(file));
      const matched = matchCheckpoint(checkpoint, network);
      expect([...matched.keys()]).toEqual(network.map(({ name }) => name));
      expect([...matched.values()].map(({ shape }) => shape)).toEqual(network.map(({ shape }) => shape));
      expect(await matched.get('bn1.running_var')?.read()).toEqual(Float64Array.of(-6.25, -1.625));
      await checkpoint.close();
    },
  );

  test('with num_batches_tracked expected', () => {
    const counted = [{ name: 'bn1.num_batches_tracked', shape: [] }];
    expect(mismatch(checkpointOf(counted), counted)).toBe('matched');
    expect(mismatch(checkpointOf(counted), [])).toBe('matched');
  });
});

test('missing, mis-shaped and unexpected tensors are told at once', () => {
  const tensors = [
    { name: 'conv_1.weight', shape: [2, 3, 3, 3] },
    ...network.slice(1, -2),
    { name: 'bn1.num_batches_tracked', shape: [] },
    { name: 'fc.weight', shape: [1000, 4] },
    { name: 'fc.bias', shape: [1000] },
    { name: 'ema.decay', shape: [] },
  ];
  expect(mismatch(checkpointOf(tensors), network)).toMatchInlineSnapshot(`
    "made.pth: does not fit the network: 1 of 8 tensors missing, 2 of another shape, 2 unexpected
      missing: conv1.weight [2, 3, 3, 3] (nearest: conv_1.weight)
      shape: fc.weight [3, 4] expected, got [1000, 4]
      shape: fc.bias [3] expected, got [1000]
      unexpected: conv_1.weight [2, 3, 3, 3] (nearest: conv1.weight)
      unexpected: ema.decay []
      fix: give a checkpoint of this architecture, or rename its tensors to the names expected (--rename)"
  `);
});

test('another number of classes', () => {
  const tensors = network.map(({ name, shape }) =>
    name === 'fc.bias' ? { name, shape: [7] } : { name, shape },
  );
  expect(mismatch(checkpointOf(tensors), network)).toMatchInlineSnapshot(`
    "made.pth: does not fit the network: 1 of another shape
      shape: fc.bias [3] expected, got [7]
      fix: compile the spec with the settings the checkpoint was trained with"
  `);
});

test('a prefix before every name is seen', () => {
  const tensors = network.map(({ name, shape }) => ({ name: `backbone.${name}`, shape }));
  expect(mismatch(checkpointOf(tensors), network)).toContain(
    'every missing tensor is there with backbone. before',
  );
});

test('a name nearest in shape is preferred', () => {
  const tensors = [
    { name: 'a.weightx', shape: [9] },
    { name: 'a.weightxyz', shape: [4] },
  ];
  const expected = [{ name: 'a.weight', shape: [4] }];
  expect(mismatch(checkpointOf(tensors), expected)).toContain('missing: a.weight [4] (nearest: a.weightxyz)');
});

test('module. is kept where only some names have it', () => {
  const tensors = [
    { name: 'module.a', shape: [1] },
    { name: 'b', shape: [1] },
  ];
  expect(mismatch(checkpointOf(tensors), tensors)).toBe('matched');
});

test('hundreds of differences stay readable, thousands quick', () => {
  const named = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${prefix}.${index}.${'w'.repeat(150)}`,
      shape: [1],
    }));
  const started = performance.now();
  const message = mismatch(checkpointOf(named('layer', 20_000)), named('stage', 20_000));
  expect(performance.now() - started).toBeLessThan(2000);
  expect(message.split('\n').length).toBe(20);
  expect(message).toContain('missing: and 19992 more');
});
