/** Netwright itself, packed by npm and installed in a project elsewhere: its command, its types, a user's own spec. */

import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { node, root } from '../cli/run.ts';
import { vggSpec } from '../cli/vgg.ts';
import { Project } from './project.ts';

const project = new Project();
afterAll(() => project.remove());
let files: readonly string[] = [];

const { bin, dependencies }: { bin: { netwright: string }; dependencies: Record<string, string> } =
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

beforeAll(async () => {
  files = await project.install('netwright', root);
  for (const name of Object.keys(dependencies)) project.link(name);
  mkdirSync(project.path('node_modules/.bin'));
  symlinkSync(`../netwright/${bin.netwright}`, project.path('node_modules/.bin/netwright'));
  for (const [path, text] of Object.entries(vggSpec)) project.write(path, text);
});

const netwright = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await node(['node_modules/.bin/netwright', ...args], {
    cwd: project.folder,
  });
  expect({ code, stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' });
  return stdout;
};

test('the tarball holds what it needs and nothing of the checkout’s own', () => {
  for (const file of [
    'LICENSE',
    'README.md',
    'dist/compiler/driver/cli/main.js',
    'dist/compiler/index.d.ts',
  ]) {
    expect(files).toContain(file);
  }
  expect(files.filter(file => /^(test|generated|node_modules|compiler|dist\/test)\//.test(file))).toEqual([]);
  const main = readFileSync(project.path('node_modules/netwright', bin.netwright), 'utf8');
  expect(main).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test('the command compiles a spec that comes with it, names of classes included', async () => {
  expect(await netwright('specs')).toContain('resnet50');
  expect(await netwright('compile', 'resnet18', '--out', 'resnet18')).toMatch(/✓ resnet18: \d+ files/);
  expect(readFileSync(project.path('resnet18/src/labels.ts'), 'utf8')).toContain('"goldfish"');
});

test('the command compiles and verifies a user’s spec, which imports netwright by name', async () => {
  const out = await netwright('compile', './my-net.ts', '--out', 'my-net', '--weights', 'synthetic');
  expect(out).toMatch(/✓ my-net: \d+ files and synthetic weights/);
  expect(await netwright('verify', 'my-net')).toContain('✓ my-net: within 0.0001');
});

test('the command compiles for WebAssembly, and verifies what it made', async () => {
  const target = ['--target', 'wasm', '--weights', 'synthetic'];
  const out = await netwright('compile', './my-net.ts', '--out', 'vectors', ...target);
  expect(out).toMatch(/✓ vectors: \d+ files and synthetic weights/);
  expect(await netwright('verify', 'vectors')).toContain('✓ my-net: within 0.0001');
});

test('the command compiles for WebGPU, and says what Node lacks to run it', async () => {
  const out = await netwright(
    'compile',
    './my-net.ts',
    '--target',
    'wgsl',
    '--out',
    'gpu',
    '--weights',
    'synthetic',
  );
  expect(out).toMatch(/✓ gpu: \d+ files and synthetic weights/);
  const { code, stdout, stderr } = await node(['node_modules/.bin/netwright', 'verify', 'gpu'], {
    cwd: project.folder,
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe(
    'error: gpu: Node has no WebGPU of its own, and the npm package webgpu is missing\n  fix: `npm install webgpu`\n',
  );
});

test('the command compiles for CUDA, and says what it lacks to run it', async () => {
  const target = ['--target', 'cuda', '--precision', 'f16'];
  const out = await netwright('compile', './my-net.ts', ...target, '--out', 'cuda', '--weights', 'synthetic');
  expect(out).toMatch(/✓ cuda: \d+ files and synthetic weights/);
  const { code, stdout, stderr } = await node(['node_modules/.bin/netwright', 'verify', 'cuda'], {
    cwd: project.folder,
    env: { NVCC: '/none' },
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^error: cuda: \/none does not start \(ENOENT\)\n {2}fix: /);
});

test('a user’s spec type-checks under everything strict, and its mistakes do not', async () => {
  expect(await project.typeCheck(['my-net.ts'])).toBe('');
  const wrong = vggSpec['my-net.ts'].replace('new Linear(width, 2)', 'new Linear(width, 3)');
  project.write('wrong.ts', wrong);
  expect(await project.typeCheck(['wrong.ts'])).toMatch(/^wrong\.ts\(\d+,\d+\): error TS2322: /);
});
