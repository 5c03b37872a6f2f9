/** Commands on WebAssembly packages, in Node. */

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { makeFolder } from './folder.ts';
import { refuse, root, succeed } from './run.ts';

const cwd = makeFolder();
const image = ['--image', join(root, 'specs/data/rocket.jpg'), '--json'];

beforeAll(async () => {
  const target = ['--target', 'wasm', '--weights', 'synthetic'];
  await succeed(['compile', './tiny.ts', '--out', 'vectors', ...target], { cwd });
});

test('`compile` writes the module beside its text', async () => {
  const start = readFileSync(join(cwd, 'vectors/dist/kernels.wasm')).subarray(0, 4);
  expect(start.toString('latin1')).toBe('\0asm');
  expect(readFileSync(join(cwd, 'vectors/src/kernels.wat'), 'utf8')).toContain('conv1');
});

test('`verify` holds each layer to the oracle', async () => {
  const text = await succeed(['verify', 'vectors', '--layers'], { cwd });
  expect(text).toMatch(/^conv1 +\d\.\de-\d+ /m);
  expect(text).toMatch(/✓ tiny: within 0\.0001 of the oracle\n$/);
});

test('`run` classifies as the plain package does', async () => {
  await succeed(['compile', './tiny.ts', '--out', 'plain', '--weights', 'synthetic'], { cwd });
  const [plain, vectors] = await Promise.all(
    ['plain', 'vectors'].map(async folder => {
      const { best }: { best: { label: string; probability: number }[] } = JSON.parse(
        await succeed(['run', folder, ...image], { cwd }),
      );
      return best;
    }),
  );
  expect(vectors?.map(({ label }) => label)).toEqual(plain?.map(({ label }) => label));
  for (const [i, { probability }] of (vectors ?? []).entries()) {
    expect(probability).toBeCloseTo(plain?.[i]?.probability ?? -1, 5);
  }
});

test('`run` says what is missing of a package that is not whole', async () => {
  await succeed(['compile', './tiny.ts', '--target', 'wasm', '--weights', 'synthetic', '--out', 'part'], {
    cwd,
  });
  rmSync(join(cwd, 'part/dist/kernels.wasm'));
  const message = await refuse(['run', 'part', ...image], { cwd });
  expect(message).toMatch(/^error: part: tiny: cannot read the kernels: ENOENT/);
});

test('`run` and `verify` have threads do it, to the same bits', async () => {
  const bits = await Promise.all(
    [[], ['--threads', '2']].map(async (threads, i) => {
      await succeed(['run', 'vectors', ...image, '--output', `logits-${i}.f32`, ...threads], { cwd });
      return readFileSync(join(cwd, `logits-${i}.f32`));
    }),
  );
  expect(bits[0]?.length).toBe(12);
  expect(bits[1]).toEqual(bits[0]);
  const text = await succeed(['verify', 'vectors', '--layers', '--threads', '3'], { cwd });
  expect(text).toMatch(/✓ tiny: within 0\.0001 of the oracle\n$/);
});

test('`--threads` is refused where it is no number, and where packages have none', async () => {
  expect(await refuse(['run', 'vectors', ...image, '--threads', '0'], { cwd })).toMatch(
    /--threads <n>.*whole number of at least 1/s,
  );
  await succeed(['compile', './tiny.ts', '--target', 'wgsl', '--weights', 'synthetic', '--out', 'shaders'], {
    cwd,
  });
  expect(await refuse(['run', 'shaders', ...image, '--threads', '2'], { cwd })).toMatch(
    /^error: --threads: packages for the target wgsl take no number of threads\n {2}fix: leave it out, or compile for .*wasm/,
  );
});
