/** `netwright pack`: checkpoints of several formats into a package, and that a failure leaves the weights there were. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { contentsOf, makeFolder, tinyTensors, writeCheckpoint } from './folder.ts';
import { refuse, root, succeed } from './run.ts';

const cwd = makeFolder();
const at = (...path: readonly string[]): string => join(cwd, ...path);
const pack = (weights: string, ...args: readonly string[]): Promise<string> =>
  succeed(['pack', 'package', '--weights', weights, ...args], { cwd });
const fixture = (name: string): string => join(root, 'test/checkpoint/fixtures', name);

beforeAll(async () => {
  await succeed(['compile', './tiny.ts', '--out', 'package'], { cwd });
  await writeCheckpoint(at('tiny.safetensors'), tinyTensors);
});

/** The header without its padding, and the numbers. */
function weights(): { readonly header: { readonly origin: string }; readonly numbers: Buffer } {
  const bytes = readFileSync(at('package/weights.bin'));
  return { header: JSON.parse(bytes.toString('utf8', 0, 256)), numbers: bytes.subarray(256) };
}

test('synthetic weights, and a checkpoint of the same numbers, differ in their origin alone', async () => {
  expect(await pack('synthetic')).toMatch(/^✓ package\/weights\.bin: [\d.]+ kB from synthetic\n$/);
  const synthetic = weights();
  const told = JSON.parse(await pack('tiny.safetensors', '--json'));
  expect(told).toEqual({
    package: 'package',
    weights: 'tiny.safetensors',
    bytes: readFileSync(at('package/weights.bin')).length,
  });
  expect(weights().numbers).toEqual(synthetic.numbers);
  expect(weights().header).toEqual({ ...synthetic.header, origin: 'checkpoint' });
});

test('PyTorch’s formats and safetensors of one state give the same file', async () => {
  const packed: Buffer[] = [];
  for (const name of ['network.safetensors', 'zip.pth', 'legacy.pth', 'nested.pth']) {
    await pack(fixture(name));
    packed.push(readFileSync(at('package/weights.bin')));
  }
  for (const file of packed) expect(file).toEqual(packed[0]);
});

describe('a failure leaves the package as it was', () => {
  beforeAll(() => pack('synthetic'));

  test.each([
    ['of another network', fixture('dtypes.pth'), /does not fit the network/],
    ['that is cut short', 'cut.safetensors', /cut\.safetensors/],
    ['that is no file', 'none.pth', /none\.pth/],
    ['that is a folder', '.', /^error: /],
    ['whose last tensors are damaged', 'late.pth', /late\.pth: /],
  ])('a checkpoint %s', async (_, file, message) => {
    // Its names and shapes are sound, and so are the tensors that are packed first.
    writeFileSync(at('late.pth'), readFileSync(fixture('deflated.pth')).fill(0xff, 1080, 1100));
    const whole = readFileSync(at('tiny.safetensors'));
    writeFileSync(at('cut.safetensors'), whole.subarray(0, whole.length - 8));
    const before = contentsOf(at('package'));
    expect(await refuse(['pack', 'package', '--weights', file], { cwd })).toMatch(message);
    expect(contentsOf(at('package'))).toEqual(before);
  });

  test('and a folder that is none is refused', async () => {
    const message = await refuse(['pack', '.', '--weights', 'synthetic'], { cwd });
    expect(message).toMatch(/has no plan\.json, so it is no package/);
  });

  test('as is a plan.json that is none', async () => {
    await succeed(['compile', './tiny.ts', '--out', 'damaged'], { cwd });
    writeFileSync(at('damaged/plan.json'), '{"version":');
    expect(await refuse(['pack', 'damaged', '--weights', 'synthetic'], { cwd })).toContain(
      'damaged/plan.json',
    );
  });
});
