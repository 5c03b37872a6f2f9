/** `netwright verify`: sound packages pass, and a kernel or checkpoint that is off is told by its first layer. */

import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { makeFolder, spoil, tinyTensors, writeCheckpoint } from './folder.ts';
import { netwright, refuse, root, succeed } from './run.ts';

const cwd = makeFolder();
const fixture = (name: string): string => join(root, 'test/checkpoint/fixtures', name);
const compile = (out: string, weights: string): Promise<string> =>
  succeed(['compile', './tiny.ts', '--out', out, '--weights', weights], { cwd });

beforeAll(async () => {
  await compile('synthetic', 'synthetic');
  await writeCheckpoint(join(cwd, 'trained.safetensors'), tinyTensors, 'trained');
  await compile('trained', 'trained.safetensors');
});

const deviation = z.strictObject({ layer: z.string(), relative: z.number(), largest: z.number() });
const told = z.strictObject({
  package: z.string(),
  passed: z.boolean(),
  tolerance: z.literal(1e-4),
  network: deviation,
  firstOff: deviation.exactOptional(),
  layers: z.array(deviation),
});

test('a sound package passes, as text and as JSON', async () => {
  const text = await succeed(['verify', 'synthetic', '--layers'], { cwd });
  expect(text).toMatch(/^conv1 +\d\.\de-\d+ +[\d.]+\npool .*\nflatten .*\nfc .*\nwhole network /m);
  expect(text).toMatch(/✓ tiny: within 0\.0001 of the oracle\n$/);
  const { passed, layers, network, firstOff } = told.parse(
    JSON.parse(await succeed(['verify', 'synthetic', '--json'], { cwd })),
  );
  expect({ passed, firstOff }).toEqual({ passed: true });
  expect(layers.map(({ layer }) => layer)).toEqual(['conv1', 'pool', 'flatten', 'fc']);
  expect(network.relative).toBeLessThan(1e-6);
});

test('on an image too', async () => {
  const image = join(root, 'specs/data/rocket.jpg');
  expect(await succeed(['verify', 'synthetic', '--image', image], { cwd })).toContain('✓ tiny');
});

test.each([
  ['convolution', 'conv', 'conv1'],
  ['pooling', 'pool', 'pool'],
  ['classifier', 'linear', 'fc'],
])('a spoilt kernel, the %s’s, exits 1 and names the first layer that is off', async (_, kernel, layer) => {
  const folder = `spoilt-${kernel}`;
  cpSync(join(cwd, 'synthetic'), join(cwd, folder), { recursive: true });
  const kernels = join(cwd, folder, 'dist/kernels');
  spoil(join(kernels, readdirSync(kernels).find(name => name.includes(kernel)) ?? 'none'));
  const text = await netwright(['verify', folder], { cwd });
  expect(text.code).toBe(1);
  expect(text.stdout).toContain(
    `✗ tiny: beyond 0.0001 of the oracle; the first layer that is off is ${layer}\n`,
  );
  const json = await netwright(['verify', folder, '--json'], { cwd });
  expect(json.code).toBe(1);
  const { passed, firstOff } = told.parse(JSON.parse(json.stdout));
  expect({ passed, first: firstOff?.layer }).toEqual({ passed: false, first: layer });
});

test('weights of a checkpoint need the checkpoint', async () => {
  expect(await refuse(['verify', 'trained'], { cwd })).toMatch(
    /weights of a checkpoint.*\n {2}fix: name it: --weights/,
  );
  const text = await succeed(['verify', 'trained', '--weights', 'trained.safetensors'], { cwd });
  expect(text).toContain('✓ tiny');
});

test('another checkpoint than the packed one exits 1', async () => {
  await writeCheckpoint(join(cwd, 'other.safetensors'), tinyTensors, 'other');
  const { code, stdout } = await netwright(['verify', 'trained', '--weights', 'other.safetensors'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ tiny: beyond .* the first layer that is off is conv1/);
});

test('a checkpoint of another network is refused', async () => {
  const message = await refuse(['verify', 'trained', '--weights', fixture('dtypes.pth')], { cwd });
  expect(message).toContain('does not fit the network');
});

test('a checkpoint that gives no numbers is blamed itself', async () => {
  // PyTorch made the fixture of noise, variances included.
  await compile('noise', fixture('zip.pth'));
  const { code, stdout } = await netwright(['verify', 'noise', '--weights', fixture('zip.pth')], { cwd });
  expect(code).toBe(1);
  expect(stdout).toMatch(/which itself gives no finite numbers from conv1 on: the weights are at fault/);
});
