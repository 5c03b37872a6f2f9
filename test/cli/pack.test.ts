/** `netwright pack`: checkpoints of several formats into a package, and that a failure leaves the weights there were. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { printRenameMap, writeSafetensors } from '../../compiler/checkpoint/index.ts';
import { synthesize } from '../../compiler/checkpoint/synthetic.ts';
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
    notFinite: [],
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

describe('--rename', () => {
  /** The old names: other ones, two of them exchanged. */
  const old = (name: string): string =>
    name
      .replace('conv1', 'stem.conv')
      .replace(/^bn1\.(weight|bias)$/, (_, role) => (role === 'weight' ? 'bn1.bias' : 'bn1.weight'));
  const names = new Map(
    tinyTensors.flatMap(([name]) => (old(name) === name ? [] : [[old(name), name] as const])),
  );

  beforeAll(async () => {
    // The numbers follow the right names.
    const write = (file: string, nameOf: (name: string) => string): Promise<void> =>
      writeSafetensors(
        at(file),
        tinyTensors.map(([name, shape]) => ({ name: nameOf(name), shape, data: synthesize(name, shape) })),
      );
    await write('right.safetensors', name => name);
    await write('old.safetensors', old);
    await write('parallel.safetensors', name => `module.${old(name)}`);
    writeFileSync(at('names.json'), printRenameMap(names));
  });

  test.each(['old.safetensors', 'parallel.safetensors'])('gives %s the network’s names', async file => {
    await pack('right.safetensors');
    const right = readFileSync(at('package/weights.bin'));
    await pack('synthetic');
    expect(readFileSync(at('package/weights.bin'))).not.toEqual(right);
    expect(await pack(file, '--rename', 'names.json')).toContain(`from ${file}`);
    expect(readFileSync(at('package/weights.bin'))).toEqual(right);
    const verified = ['verify', 'package', '--weights', file, '--rename', 'names.json'];
    expect(await succeed(verified, { cwd })).toContain('✓ tiny');
  });

  test.each<readonly [string, readonly string[], RegExp]>([
    [
      'of another checkpoint',
      ['right.safetensors', '--rename', 'names.json'],
      /right\.safetensors: lacks 2 of the 4 tensors that the rename map names: stem\.conv\.weight, stem\.conv\.bias\n/,
    ],
    [
      'of no checkpoint',
      ['synthetic', '--rename', 'names.json'],
      /names\.json: .*, got --weights synthetic\n {2}fix: /,
    ],
    ['that is none', ['old.safetensors', '--rename', 'tiny.ts'], /tiny\.ts: not JSON: .*\n {2}fix: /],
    ['that is no file', ['old.safetensors', '--rename', 'none.json'], /none\.json: no such file\n {2}fix: /],
    ['that is a folder', ['old.safetensors', '--rename', 'package'], /package: is a folder, expected a file/],
  ])('a map %s is refused, and the weights stay', async (_, [weights = '', ...args], message) => {
    const before = contentsOf(at('package'));
    expect(await refuse(['pack', 'package', '--weights', weights, ...args], { cwd })).toMatch(message);
    expect(contentsOf(at('package'))).toEqual(before);
  });

  test('verify without --weights has no use for it', async () => {
    expect(await refuse(['verify', 'package', '--rename', 'names.json'], { cwd })).toMatch(
      /names\.json: --rename renames the tensors of a checkpoint, got no --weights\n {2}fix: /,
    );
  });
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
