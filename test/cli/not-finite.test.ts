/** What is not finite in weights is said when they are packed: the tensor, how much of it, and where it comes from. */

import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeSafetensors } from '../../compiler/checkpoint/index.ts';
import { synthesize } from '../../compiler/checkpoint/synthetic.ts';
import { makeFolder, tinyTensors } from './folder.ts';
import { netwright } from './run.ts';

const cwd = makeFolder();
const names = tinyTensors.map(([name]) => name);

/** A checkpoint of the generator's numbers with a few of them replaced, and a tensor that the network does not read. */
async function checkpoint(changes: Readonly<Record<string, readonly number[]>>): Promise<string> {
  const list = tinyTensors.map(([name, shape]) => ({
    name,
    shape,
    data: () => {
      const data = synthesize(name, shape);
      data.set(changes[name] ?? []);
      return data;
    },
  }));
  const file = join(cwd, 'weights.safetensors');
  await writeSafetensors(file, list);
  return file;
}

const pack = async (
  folder: string,
  changes: Readonly<Record<string, readonly number[]>>,
  ...more: string[]
) => netwright(['pack', folder, '--weights', await checkpoint(changes), ...more], { cwd });

beforeAll(async () => {
  for (const [folder, ...target] of [
    ['plain', '--target', 'typescript'],
    ['half', '--target', 'cuda', '--precision', 'f16'],
    ['gpu', '--target', 'wgsl'],
  ]) {
    const { code, stderr } = await netwright(['compile', './tiny.ts', '--out', folder ?? '', ...target], {
      cwd,
    });
    expect([code, stderr]).toEqual([0, '']);
  }
});

test('finite weights are not spoken of', async () => {
  for (const folder of ['plain', 'half', 'gpu']) {
    const { code, stderr } = await pack(folder, {});
    expect([code, stderr]).toEqual([0, '']);
  }
});

describe('a tensor is named', () => {
  test.each<
    readonly [string, Readonly<Record<string, readonly number[]>>, readonly string[], readonly unknown[]]
  >([
    [
      'that holds NaN and infinity',
      { 'fc.weight': [Number.NaN, 1, Number.NEGATIVE_INFINITY, Number.NaN] },
      ['fc.weight in the checkpoint: 2 NaN and 1 infinite of 12 numbers'],
      [{ tensor: 'fc.weight', where: 'checkpoint', nan: 2, infinite: 1, of: 12 }],
    ],
    [
      'that holds NaN, though what is folded of it does too',
      { 'bn1.running_mean': [Number.NaN], 'fc.bias': [1, Number.POSITIVE_INFINITY] },
      [
        'bn1.running_mean in the checkpoint: 1 NaN of 2 numbers',
        'fc.bias in the checkpoint: 1 infinite of 3 numbers',
      ],
      [
        { tensor: 'bn1.running_mean', where: 'checkpoint', nan: 1, infinite: 0, of: 2 },
        { tensor: 'fc.bias', where: 'checkpoint', nan: 0, infinite: 1, of: 3 },
      ],
    ],
    [
      'that a negative variance makes NaN',
      { 'bn1.running_var': [-1] },
      [
        'conv1 weight, computed of finite numbers of the checkpoint: 27 NaN of 54 numbers; see the layer’s norm',
        'conv1 bias, computed of finite numbers of the checkpoint: 1 NaN of 2 numbers; see the layer’s norm',
      ],
      [
        { tensor: 'conv1 weight', where: 'folded', nan: 27, infinite: 0, of: 54 },
        { tensor: 'conv1 bias', where: 'folded', nan: 1, infinite: 0, of: 2 },
      ],
    ],
    [
      'that goes beyond float32 when it is folded',
      { 'bn1.weight': [3e38], 'conv1.weight': new Array(27).fill(1e30), 'bn1.running_var': [1] },
      ['conv1 weight: 27 infinite of 54 numbers, since they are beyond 3.4e38, the largest in float32'],
      [{ tensor: 'conv1 weight', where: 'float32', nan: 0, infinite: 27, of: 54 }],
    ],
  ])('%s', async (_, changes, sentences, notFinite) => {
    const { code, stderr, stdout } = await pack('plain', changes);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ plain\/weights\.bin/);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(sentences.length);
    for (const sentence of sentences)
      expect(stderr.replaceAll("'", '’')).toContain(`not finite: ${sentence}`);
    const told = await pack('plain', changes, '--json');
    expect(JSON.parse(told.stdout)).toMatchObject({ notFinite: expect.arrayContaining([...notFinite]) });
  });

  test('that float16 makes infinite, where it is stored so', async () => {
    const changes = { 'fc.weight': [65504, -65519, 65520, -1e5] };
    const found = { tensor: 'fc weight', where: 'float16', nan: 0, infinite: 2, of: 16 };
    expect((await pack('plain', changes)).stderr).toBe('');
    expect((await pack('half', changes)).stderr).toBe(
      'not finite: fc weight: 2 infinite of 16 numbers, since they are beyond 65504, the largest in float16, in which the package stores it\n',
    );
    expect((await pack('gpu', changes)).stderr).toContain("in which `load({ precision: 'f16' })` stores it");
    expect(JSON.parse((await pack('half', changes, '--json')).stdout)).toMatchObject({ notFinite: [found] });
    // A bias stays float32 in CUDA.
    expect((await pack('half', { 'fc.bias': [1e5] })).stderr).toBe('');
  });

  test('by compile too, and only so many', async () => {
    const all = Object.fromEntries(names.map(name => [name, [Number.NaN]]));
    const args = ['compile', './tiny.ts', '--out', 'fresh', '--weights', await checkpoint(all)];
    const { code, stderr, stdout } = await netwright([...args, '--json'], { cwd });
    expect(code).toBe(0);
    expect(stderr.match(/^not finite: /gm)?.length).toBe(8);
    expect(
      JSON.parse(stdout)
        .notFinite.map(({ tensor }: { tensor: string }) => tensor)
        .sort(),
    ).toEqual([...names].sort());
  });
});
