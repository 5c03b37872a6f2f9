/** Commands on WebGPU packages, in Node with the npm package `webgpu`. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { describeOnGpu, gpuEnvironment } from '../support/webgpu.ts';
import { makeFolder } from './folder.ts';
import { netwright, root, succeed } from './run.ts';

const cwd = makeFolder();

beforeAll(async () => {
  const target = ['--target', 'wgsl', '--weights', 'synthetic'];
  await succeed(['compile', './tiny.ts', '--out', 'gpu', ...target], { cwd });
});

test('`targets` lists it', async () => {
  expect(await succeed(['targets'])).toMatch(/^wgsl +WebGPU shaders/m);
});

test('a package of it is said to be one', () => {
  const { target }: { target: string } = JSON.parse(readFileSync(join(cwd, 'gpu/plan.json'), 'utf8'));
  expect(target).toBe('wgsl');
});

describeOnGpu('with a GPU', () => {
  test('`verify` holds each layer to the oracle', async () => {
    const env = gpuEnvironment();
    const text = await succeed(['verify', 'gpu', '--layers'], { cwd, env });
    expect(text).toMatch(/^conv1 +\d\.\de-\d+ /m);
    expect(text).toMatch(/✓ tiny: within 0\.0001 of the oracle\n$/);
  });

  test('`run` classifies as the plain package does', async () => {
    const env = gpuEnvironment();
    await succeed(['compile', './tiny.ts', '--out', 'plain', '--weights', 'synthetic'], { cwd });
    const image = ['--image', join(root, 'specs/data/rocket.jpg'), '--json'];
    const [plain, gpu] = await Promise.all(
      ['plain', 'gpu'].map(async folder => {
        const { weights, best }: { weights: string; best: { label: string; probability: number }[] } =
          JSON.parse(await succeed(['run', folder, ...image], { cwd, env }));
        return { weights, best };
      }),
    );
    expect(gpu?.weights).toBe('synthetic');
    expect(gpu?.best.map(({ label }) => label)).toEqual(plain?.best.map(({ label }) => label));
    for (const [i, { probability }] of (gpu?.best ?? []).entries()) {
      expect(probability).toBeCloseTo(plain?.best[i]?.probability ?? -1, 5);
    }
  });
});

test.runIf(process.platform === 'linux')('without a GPU, commands say so and exit 2', async () => {
  const env = { VK_ICD_FILENAMES: '/none', VK_DRIVER_FILES: '/none', LD_LIBRARY_PATH: '' };
  const input = ['--image', join(root, 'specs/data/rocket.jpg')];
  const { code, stdout, stderr } = await netwright(['run', 'gpu', ...input], { cwd, env });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  // Dawn has its say before.
  expect(stderr).toMatch(/^error: gpu: WebGPU finds no GPU that it may use; update the graphics driver/m);
});
