/** Specs of a user's own, in TypeScript, in a folder where nothing is installed; and how mistakes in them are told. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFolder } from './folder.ts';
import { refuse, succeed } from './run.ts';
import { vggSpec } from './vgg.ts';

const cwd = makeFolder();
mkdirSync(join(cwd, 'lib'));
for (const [path, text] of Object.entries(vggSpec)) writeFileSync(join(cwd, path), text);

test('a spec with settings, labels and helpers of its own compiles, verifies and runs', async () => {
  const args = [
    './my-net.ts',
    '--set',
    'width=4',
    '--set',
    'squeeze=yes',
    '--out',
    'my-net',
    '--weights',
    'synthetic',
  ];
  expect(await succeed(['compile', ...args], { cwd })).toMatch(/✓ my-net: \d+ files and synthetic weights/);
  const plan = JSON.parse(readFileSync(join(cwd, 'my-net/plan.json'), 'utf8'));
  expect(plan.settings).toEqual({ width: 4, squeeze: true });
  expect(plan.steps.map(({ layer }: { layer: string }) => layer)).toEqual(
    expect.arrayContaining(['stage1.0.conv', 'stage2.0.conv', 'gate.0', 'head']),
  );
  expect(await succeed(['verify', 'my-net'], { cwd })).toContain('✓ my-net: within 0.0001');
  writeFileSync(join(cwd, 'x.f32'), new Float32Array(3 * 16 * 16).fill(1));
  const { best } = JSON.parse(await succeed(['run', 'my-net', '--input', 'x.f32', '--json'], { cwd }));
  expect(best.map(({ label }: { label: string }) => label).sort()).toEqual(['left', 'right']);
});

test('images are refused where the spec has no preprocessing', async () => {
  await succeed(['compile', './my-net.ts', '--out', 'no-images', '--weights', 'synthetic'], { cwd });
  const message = await refuse(['run', 'no-images', '--image', 'x.png'], { cwd });
  expect(message).toMatch(
    /my-net takes no images, its input is \[1, 3, 16, 16\]\n {2}fix: give raw numbers: --input/,
  );
});

test('a spec in JavaScript compiles', async () => {
  writeFileSync(join(cwd, 'plain.js'), javascript);
  expect(await succeed(['show', './plain.js', '--as', 'ir', '--after', 'source'], { cwd })).toMatch(
    /^graph plain\n/,
  );
});

const javascript = `
import { Linear, Module, defineSpec } from 'netwright';
import { z } from 'zod';
class Plain extends Module {
  fc = new Linear(4, 2);
  forward(x) { return this.fc.forward(x); }
}
export default defineSpec({
  name: 'plain', summary: 'one layer', settings: z.strictObject({}), network: () => new Plain(), input: () => [1, 4],
});
`;

const shaped = (body: string): string => `
import { Conv2d, defineSpec, imageSettings, Module, type Tensor } from 'netwright';
const channels: number = 8;
class Net extends Module {
  readonly first = new Conv2d(3, channels, { kernel: 3 });
  readonly second = new Conv2d(channels + 1, 4, { kernel: 3 });
  forward(x: Tensor<[number, 3, number, number]>) { ${body} }
}
export default defineSpec({
  name: 'net', summary: '', settings: imageSettings, network: () => new Net(),
  input: ({ batch, height, width }) => [batch, 3, height, width],
});
`;

describe('mistakes', () => {
  test.each([
    ['throws', "throw new Error('boom');", /spec\.ts: the spec does not run: boom \(spec\.ts:1\)\n$/],
    [
      'has no default export',
      'export const x = 1;',
      /it has no default export\n {2}fix: write `export default defineSpec/,
    ],
    ['exports something else', 'export default {};', /its default export is no spec\n {2}fix: write/],
    ['does not parse', 'export default {', /spec\.ts: the spec does not run: Unexpected.* \(spec\.ts:1\)\n$/],
    [
      'imports what is not there',
      "import './none.ts';",
      /the spec does not run: Cannot find module '\.\/none\.ts'.*\n {2}fix: check the path/,
    ],
    [
      'imports what netwright does not have',
      "import { Relu } from 'netwright';\nexport default new Relu();",
      /spec\.ts:2: netwright has no Relu; did you mean ReLU\?/,
    ],
    [
      'defines too little',
      "import { defineSpec } from 'netwright';\nexport default defineSpec({ name: 'net' } as never);",
      /defineSpec at spec\.ts:2: network, input missing\n {2}fix: write defineSpec/,
    ],
    [
      'uses a name of PyTorch’s',
      `import { Conv2d, defineSpec } from 'netwright';
       export default defineSpec({
         name: 'net',
         network: () => new Conv2d(3, 4, { kernel_size: 3 } as never),
         input: () => [1, 3, 8, 8],
       });`,
      /^error: Conv2d\(3, 4, {…}\) at spec\.ts:4: unknown option kernel_size: PyTorch's kernel_size is kernel here/,
    ],
    [
      'does not fit together, where types cannot know',
      shaped('return this.second.forward(this.first.forward(x));'),
      /^error: second: conv2d expects 9 input channels .* got 8 in \[1, 8, 222, 222\]\n {2}fix: make its input channels/,
    ],
    [
      'throws while it is built',
      shaped("throw new TypeError('oops');"),
      /^error: the network: its forward fails: oops \(spec\.ts:7\)\n$/,
    ],
  ])('a spec that %s', async (name, text, message) => {
    const folder = join(cwd, name.replaceAll(/\W+/g, '-'));
    mkdirSync(folder);
    writeFileSync(join(folder, 'spec.ts'), text);
    expect(await refuse(['compile', './spec.ts', '--out', 'out'], { cwd: folder })).toMatch(message);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});
