/** The whole road on the command line with a real network: a checkpoint of ResNet-18 packed and run gives PyTorch's logits. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { syntheticInput } from '../../compiler/checkpoint/synthetic.ts';
import { readNetworkGolden } from '../golden/networks/read.ts';
import { expectClose } from '../targets/conformance.ts';
import { makeFolder, spoil, writeCheckpoint } from './folder.ts';
import { netwright, succeed } from './run.ts';

const cwd = makeFolder();
const at = (...path: readonly string[]): string => join(cwd, ...path);
const golden = readNetworkGolden('resnet18');

/** The golden of 33 x 33 pixels and 10 classes. */
function smallCase() {
  const found = golden.cases.find(({ settings }) => settings.height === 33);
  if (!found) throw new Error('resnet18 has no golden of 33 pixels');
  return found;
}
const { settings, logits } = smallCase();

beforeAll(async () => {
  const tensors = golden.tensors.map(
    ([name, shape]) =>
      [name, name.startsWith('fc.') ? [settings.classes, ...shape.slice(1)] : shape] as const,
  );
  await writeCheckpoint(at('resnet18.safetensors'), tensors);
  const set = Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  await succeed(['compile', 'resnet18', ...set, '--out', 'resnet18', '--weights', 'resnet18.safetensors'], {
    cwd,
  });
});

test('raw numbers give PyTorch’s logits', async () => {
  writeFileSync(at('x.f32'), syntheticInput([settings.batch, 3, settings.height, settings.width]));
  await succeed(['run', 'resnet18', '--input', 'x.f32', '--output', 'y.f32'], { cwd });
  const bytes = readFileSync(at('y.f32'));
  const output = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  expectClose(output, logits, 1e-4);
});

test('verify passes; with one kernel of the middle spoilt it names the first layer that uses it', async () => {
  const verify = () => netwright(['verify', 'resnet18', '--weights', 'resnet18.safetensors'], { cwd });
  expect((await verify()).code).toBe(0);
  const plan: { kernels: { name: string }[]; steps: { kernel: number; layer: string }[] } = JSON.parse(
    readFileSync(at('resnet18/plan.json'), 'utf8'),
  );
  const index = plan.steps.find(({ layer }) => layer === 'layer3.0.conv2')?.kernel ?? -1;
  spoil(at('resnet18/dist/kernels', `${plan.kernels[index]?.name}.js`));
  const { code: exit, stdout } = await verify();
  const first = plan.steps.find(({ kernel }) => kernel === index)?.layer;
  expect(exit).toBe(1);
  expect(stdout).toMatch(new RegExp(`the first layer that is off is ${first}\n$`));
});
