import { describe, expect, test } from 'vitest';
import { matchCheckpoint, openCheckpoint } from '../../compiler/checkpoint/index.ts';
import { fixture, type MadeTensor, madeOf, matching } from './files.ts';

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

/** The message that matching one state_dict ends in, or `matched`. */
async function mismatch(made: readonly MadeTensor[], tensors: readonly MadeTensor[]): Promise<string> {
  const outcome = await matching(madeOf({ '': made }), { tensors });
  return typeof outcome === 'string' ? outcome : 'matched';
}

describe('a checkpoint that fits', () => {
  test.each(['zip.pth', 'nested.pth', 'network.safetensors', 'nested-parallel-legacy.pth'])(
    '%s',
    async file => {
      const checkpoint = await openCheckpoint(fixture(file));
      const { tensors: matched } = await matchCheckpoint(checkpoint, { tensors: network });
      expect([...matched.keys()]).toEqual(network.map(({ name }) => name));
      expect([...matched.values()].map(({ shape }) => shape)).toEqual(network.map(({ shape }) => shape));
      expect(await matched.get('bn1.running_var')?.read()).toEqual(Float64Array.of(-6.25, -1.625));
      await checkpoint.close();
    },
  );

  test('with num_batches_tracked expected', async () => {
    const counted = [{ name: 'bn1.num_batches_tracked', shape: [] }];
    expect(await mismatch(counted, counted)).toBe('matched');
    expect(await mismatch(counted, [])).toBe('matched');
  });
});

test('missing, mis-shaped and unexpected tensors are told at once', async () => {
  const tensors = [
    { name: 'conv_1.weight', shape: [2, 3, 3, 3] },
    ...network.slice(1, -2),
    { name: 'bn1.num_batches_tracked', shape: [] },
    { name: 'fc.weight', shape: [1000, 4] },
    { name: 'fc.bias', shape: [1000] },
    { name: 'ema.decay', shape: [] },
  ];
  expect(await mismatch(tensors, network)).toMatchInlineSnapshot(`
    "made.pth: does not fit the network: 1 of 8 tensors missing, 2 of another shape, 2 unexpected
      missing: conv1.weight [2, 3, 3, 3] (nearest: conv_1.weight)
      shape: fc.weight is [1000, 4], expected [3, 4]
      shape: fc.bias is [1000], expected [3]
      unexpected: conv_1.weight [2, 3, 3, 3] (nearest: conv1.weight)
      unexpected: ema.decay []
      fix: give a checkpoint of this architecture, or rename its tensors to the names expected (--rename)"
  `);
});

test('another number of classes', async () => {
  const tensors = network.map(({ name, shape }) =>
    name === 'fc.bias' ? { name, shape: [7] } : { name, shape },
  );
  expect(await mismatch(tensors, network)).toMatchInlineSnapshot(`
    "made.pth: does not fit the network: 1 of another shape
      shape: fc.bias is [7], expected [3]
      fix: compile the spec with the settings the checkpoint was trained with"
  `);
});

test('a name nearest in shape is preferred', async () => {
  const tensors = [
    { name: 'a.weightx', shape: [9] },
    { name: 'a.weightxyz', shape: [4] },
  ];
  const expected = [{ name: 'a.weight', shape: [4] }];
  expect(await mismatch(tensors, expected)).toContain('missing: a.weight [4] (nearest: a.weightxyz)');
});

test('module. is kept where only some names have it', async () => {
  const tensors = [
    { name: 'module.a', shape: [1] },
    { name: 'b', shape: [1] },
  ];
  expect(await mismatch(tensors, tensors)).toBe('matched');
});

test('hundreds of differences stay readable, thousands quick', async () => {
  const named = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${prefix}.${index}.${'w'.repeat(150)}`,
      shape: [1],
    }));
  // Of the processor: a busy machine is not slow code.
  const started = process.cpuUsage();
  const message = await mismatch(named('layer', 20_000), named('stage', 20_000));
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
  expect(message.split('\n').length).toBe(20);
  expect(message).toContain('missing: and 19992 more');
});
