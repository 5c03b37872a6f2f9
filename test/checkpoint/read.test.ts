import { describe, expect, test } from 'vitest';
import { openCheckpoint } from '../../compiler/checkpoint/index.ts';
import { expectedFixtures, fixture, readAll } from './files.ts';

describe('every fixture reads as PyTorch reads it', () => {
  test.each(expectedFixtures())('$file', async ({ file, tensors }) => {
    const read = await readAll(fixture(file));
    expect(read.tensors).toEqual(tensors);
    expect(Object.keys(read.tensors)).toEqual(Object.keys(tensors));
    expect(read.format).toBe(file.endsWith('.safetensors') ? 'safetensors' : 'pytorch');
  });
});

test('tensors may be read in any order, at once, and again', async () => {
  const checkpoint = await openCheckpoint(fixture('deflated.pth'));
  const tensors = [...(checkpoint.stateDicts[0]?.tensors.values() ?? [])].reverse();
  const first = await Promise.all(tensors.map(tensor => tensor.read()));
  const second = await Promise.all(tensors.map(tensor => tensor.read()));
  expect(first).toEqual(second);
  await checkpoint.close();
});
