/** `netwright run`: numbers and images in, classes and numbers out, against the interpreter; and what it refuses. */

import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { syntheticInput } from '../../compiler/checkpoint/synthetic.ts';
import { syntheticParameters } from '../../compiler/driver/cli/parameters.ts';
import { interpret } from '../../compiler/ir/interpret.ts';
import { readPlan } from '../../compiler/plan/json.ts';
import { theInput } from '../support/borders.ts';
import { makeFolder } from './folder.ts';
import { netwright, refuse, root, succeed } from './run.ts';

const cwd = makeFolder();
const at = (...path: readonly string[]): string => join(cwd, ...path);
const photograph = (name: string): string => join(root, 'specs/data', name);

beforeAll(async () => {
  await succeed(['compile', './tiny.ts', '--out', 'tiny', '--weights', 'synthetic'], { cwd });
  await succeed(['compile', './tiny.ts', '--out', 'bare'], { cwd });
});

const told = z.strictObject({
  package: z.literal('tiny'),
  weights: z.literal('synthetic'),
  milliseconds: z.number().nonnegative(),
  best: z.array(z.strictObject({ index: z.int(), label: z.string(), probability: z.number().min(0).max(1) })),
});

describe('raw numbers', () => {
  test('give the interpreter’s numbers', async () => {
    const plan = readPlan(readFileSync(at('tiny/plan.json'), 'utf8'), 'plan.json');
    const input = syntheticInput(theInput(plan).shape);
    writeFileSync(at('x.f32'), input);
    await succeed(['run', 'tiny', '--input', 'x.f32', '--output', 'y.f32'], { cwd });
    const bytes = readFileSync(at('y.f32'));
    const logits = [
      ...new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
    ];
    const [expected] = await interpret(plan.source, ({ path, type, op }) =>
      op.name === 'input' ? Float64Array.from(input) : syntheticParameters.read(path, type.shape),
    );
    expect(logits).toHaveLength(3);
    for (const [i, value] of logits.entries()) expect(value).toBeCloseTo(expected?.data[i] ?? Number.NaN, 5);
  });

  test('of another size are refused, with both sizes', async () => {
    writeFileSync(at('short.f32'), new Uint8Array(4));
    const message = await refuse(['run', 'tiny', '--input', 'short.f32', '--output', 'none.f32'], { cwd });
    expect(message).toContain('short.f32: expected 1848 bytes, float32 of [1, 3, 11, 14], got 4');
    expect(existsSync(at('none.f32'))).toBe(false);
  });
});

describe('images', () => {
  test.each([['chelsea.png'], ['rocket.jpg']])('%s is classified, in a table', async name => {
    const { stdout, stderr } = await netwright(['run', 'tiny', '--image', photograph(name)], { cwd });
    expect(stdout).toMatch(
      /^probability {2}class\n(?: +\d+\.\d\d% {2}(?:cat|dog|bird) +#[012]\n){3}\ntiny, first run/,
    );
    expect(stderr).toMatch(/^The weights are synthetic: the classes mean nothing\./);
  });

  test('are classified as JSON, likeliest first, as many as --k says', async () => {
    const run = async (k: string) => {
      const args = ['run', 'tiny', '--image', photograph('rocket.jpg'), '--json', '--k', k];
      return told.parse(JSON.parse(await succeed(args, { cwd }))).best;
    };
    const all = await run('9');
    expect(all.map(({ label }) => label).sort()).toEqual(['bird', 'cat', 'dog']);
    expect(all.map(({ index, label }) => ['cat', 'dog', 'bird'][index] === label)).toEqual([
      true,
      true,
      true,
    ]);
    expect(all.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    expect(all.every(({ probability }, i) => probability <= (all[i - 1]?.probability ?? 1))).toBe(true);
    expect(await run('2')).toEqual(all.slice(0, 2));
  });
});

describe('what is no classifier', () => {
  const spec = (lines: string, options: string, head = 'x'): string => `
import { z } from 'zod';
import { AdaptiveAvgPool2d, Conv2d, defineSpec, flatten, imagenetPreprocessing, Linear, Module } from 'netwright';
class Net extends Module {
  ${lines}
  forward(x) { return ${head}; }
}
export default defineSpec({ name: 'net', summary: 'a network', settings: z.strictObject({}), network: () => new Net(), ${options} });
`;
  const images = 'preprocessing: () => imagenetPreprocessing({ height: 16, width: 16 }),';
  const specs = {
    map: spec(
      'conv = new Conv2d(3, 8, { kernel: 3, padding: 1 });',
      'input: () => [1, 3, 16, 16],',
      'this.conv.forward(x)',
    ),
    segments: spec(
      'conv = new Conv2d(3, 8, { kernel: 3, padding: 1 });',
      `input: () => [1, 3, 16, 16], ${images}`,
      'this.conv.forward(x)',
    ),
    row: spec('fc = new Linear(4, 4);', 'input: () => [1, 4],', 'this.fc.forward(x)'),
    numbered: spec(
      'conv = new Conv2d(3, 4, { kernel: 3 }); pool = new AdaptiveAvgPool2d([1, 1]);',
      `input: () => [2, 3, 16, 16], ${images}`,
      'flatten(this.pool.forward(this.conv.forward(x)))',
    ),
    one: spec('fc = new Linear(4, 1);', "input: () => [1, 4], labels: ['yes'],", 'this.fc.forward(x)'),
  };
  const numbers = (file: string, values: readonly number[]): void =>
    writeFileSync(at(file), Float32Array.from(values));

  beforeAll(async () => {
    for (const [name, text] of Object.entries(specs)) {
      writeFileSync(at(`${name}.mjs`), text);
      await succeed(['compile', `./${name}.mjs`, '--out', name, '--weights', 'synthetic'], { cwd });
    }
    numbers('ones.f32', new Array<number>(768).fill(1));
    numbers('four.f32', [1, 2, 3, 4]);
  });

  test('shows its output in short: shape, range, the first numbers', async () => {
    const { stdout, stderr } = await netwright(['run', 'map', '--input', 'ones.f32', '--output', 'y.f32'], {
      cwd,
    });
    expect(stdout).toMatch(
      /^output {2}\[1, 8, 16, 16\], 2,048 numbers\nrange {3}-?[\d.]+ to -?[\d.]+, mean -?[\d.]+\nfirst {3}(-?[\d.]+, ){8}…\n\nnet, first run/,
    );
    expect(stdout).not.toContain('class');
    expect(stderr).toMatch(/^The weights are synthetic: the numbers mean nothing\./);
  });

  test('gives them as JSON, which are those of the output', async () => {
    const args = ['run', 'row', '--input', 'four.f32', '--output', 'y.f32', '--json'];
    const { best, output } = JSON.parse(await succeed(args, { cwd }));
    const bytes = readFileSync(at('y.f32'));
    const y = [0, 4, 8, 12].map(offset => bytes.readFloatLE(offset));
    expect(best).toEqual([]);
    expect(output).toEqual({
      shape: [1, 4],
      min: Math.min(...y),
      mean: expect.closeTo(y.reduce((a, b) => a + b) / 4, 6),
      max: Math.max(...y),
      nan: 0,
      infinite: 0,
      first: y,
    });
  });

  test.each([['row'], ['one']])('%s: a row of numbers that nothing says are scores is none', async name => {
    expect(await succeed(['run', name, '--input', 'four.f32'], { cwd })).toMatch(
      /^output {2}\[1, \d\], \d number/,
    );
  });

  test('images do not make one of a network that gives an image, and it has no page', async () => {
    const args = ['run', 'segments', '--image', photograph('rocket.jpg')];
    expect(await succeed(args, { cwd })).toMatch(/^output {2}\[1, 8, 16, 16\]/);
    const demo = ['compile', './segments.mjs', '--target', 'wgsl', '--demo', '--out', 'page'];
    expect(await refuse(demo, { cwd })).toMatch(
      /net: the network is no classifier, .*\[1, 8, 16, 16\]\n {2}fix: leave out --demo/,
    );
  });

  test('a classifier of images without labels shows numbers of classes, of the first of a batch', async () => {
    const text = await succeed(['run', 'numbered', '--image', photograph('rocket.jpg')], { cwd });
    expect(text).toMatch(
      /^probability {2}class\n(?: +\d+\.\d\d% {2}class \d {2}#\d\n){4}\nnet, the first of 2, first run/,
    );
  });

  test('NaN is counted, where a classifier gives it too', async () => {
    numbers('nan.f32', [Number.NaN, 2, 3, 4]);
    expect(await succeed(['run', 'row', '--input', 'nan.f32'], { cwd })).toMatch(
      /^range +no finite number\nnot finite +4 NaN, 0 infinite\nfirst +NaN, NaN, NaN, NaN$/m,
    );
    numbers('image.f32', new Array<number>(3 * 11 * 14).fill(Number.NaN));
    const { stdout, stderr } = await netwright(['run', 'tiny', '--input', 'image.f32'], { cwd });
    expect(stdout).toMatch(/^output +\[1, 3\], 3 numbers\n(?:.*\n)*not finite +3 NaN/);
    expect(stderr).toContain('The output holds NaN or infinity');
    const { best, output } = JSON.parse(
      await succeed(['run', 'tiny', '--input', 'image.f32', '--json'], { cwd }),
    );
    expect([best, output.nan]).toEqual([[], 3]);
  });

  test('is verified and shown like any other', async () => {
    expect(await succeed(['verify', 'map'], { cwd })).toContain('✓ net: within');
    expect(await succeed(['show', './map'], { cwd })).toMatch(/^total +Net +\[1, 8, 16, 16\]/m);
  });
});

describe('refused, with the fix', () => {
  test.each([
    ['no input', ['tiny'], /give either --image FILE or --input FILE/],
    [
      'two inputs',
      ['tiny', '--input', 'x.f32', '--image', 'x.png'],
      /give either --image FILE or --input FILE/,
    ],
    ['no such input', ['tiny', '--input', 'none.f32'], /none\.f32: no such file\n {2}fix: give the path of/],
    ['no such image', ['tiny', '--image', 'none.png'], /none\.png: no such file\n {2}fix: /],
    ['an image that is none', ['tiny', '--image', 'tiny.ts'], /tiny\.ts: .*expected PNG, JPEG/],
    ['--k 0', ['tiny', '--k', '0'], /'0' is invalid\. Expected a whole number of at least 1/],
    [
      'a package without weights',
      ['bare', '--image', photograph('rocket.jpg')],
      /bare: has no weights\.bin\n {2}fix: pack a checkpoint into it: `netwright pack bare --weights FILE`/,
    ],
  ])('%s', async (_, args, message) => {
    expect(await refuse(['run', ...args], { cwd })).toMatch(message);
  });

  test('an output that cannot be written', async () => {
    writeFileSync(at('zeros.f32'), new Float32Array(3 * 11 * 14));
    const message = await refuse(['run', 'tiny', '--input', 'zeros.f32', '--output', 'none/y.f32'], { cwd });
    expect(message).toMatch(
      /none\/y\.f32: cannot be written: its folder does not exist\n {2}fix: check the path/,
    );
  });

  test.each([
    [
      'cut short',
      (bytes: Buffer) => bytes.subarray(0, 300),
      /weights\.bin should have .* bytes, got 300 bytes/,
    ],
    ['damaged', (bytes: Buffer) => bytes.fill(7, 300, 304), /weights\.bin has hash .*it is damaged/],
    ['none at all', (bytes: Buffer) => bytes.fill(7), /does not begin with the header of packed weights/],
    [
      'of another plan',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace(/"plan":"./, '"plan":"x'), 'latin1'),
      /is packed for plan x.*netwright pack/,
    ],
  ])('weights that are %s', async (name, spoil, message) => {
    const folder = name.replaceAll(' ', '-');
    cpSync(at('bare'), at(folder), { recursive: true });
    writeFileSync(at(folder, 'weights.bin'), spoil(readFileSync(at('tiny/weights.bin'))));
    const image = ['--image', photograph('rocket.jpg')];
    expect(await refuse(['run', folder, ...image], { cwd })).toMatch(message);
  });

  test('code that is damaged', async () => {
    cpSync(at('tiny'), at('broken'), { recursive: true });
    writeFileSync(at('broken/dist/steps.js'), 'export const');
    const message = await refuse(['run', 'broken', '--image', photograph('rocket.jpg')], { cwd });
    expect(message).toMatch(/broken: its code does not load: .*\n {2}fix: compile it again/);
  });

  test('code that is missing', async () => {
    cpSync(at('tiny'), at('hollow'), { recursive: true });
    rmSync(at('hollow/dist/index.js'));
    const message = await refuse(['run', 'hollow', '--image', photograph('rocket.jpg')], { cwd });
    expect(message).toBe('error: hollow: has no dist/index.js\n  fix: compile it again\n');
  });

  test('a package for a target that is unknown', async () => {
    cpSync(at('tiny'), at('foreign'), { recursive: true });
    const plan = readFileSync(at('tiny/plan.json'), 'utf8');
    writeFileSync(at('foreign/plan.json'), plan.replace(/"target": *"typescript"/, '"target": "abacus"'));
    const message = await refuse(['run', 'foreign', '--image', photograph('rocket.jpg')], { cwd });
    expect(message).toMatch(
      /compiled for the target 'abacus', which is unknown here\n {2}fix: compile it again, for/,
    );
  });
});
