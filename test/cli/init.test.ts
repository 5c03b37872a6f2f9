/** `netwright init`: a project that type-checks, compiles and runs as it is; and folders that it leaves alone. */

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nameOf } from '../../compiler/driver/cli/project.ts';
import { contentsOf, makeFolder } from './folder.ts';
import { node, refuse, root, succeed } from './run.ts';

const cwd = makeFolder();
const at = (...path: readonly string[]): string => join(cwd, ...path);

const files = (name: string): readonly string[] =>
  ['.gitignore', 'package.json', 'tsconfig.json', `${name}.ts`].sort();

/** What `npm install` does, from what this checkout has. */
function install(folder: string): void {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(at(folder, 'package.json'), 'utf8'));
  mkdirSync(at(folder, 'node_modules'));
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const from = name === 'netwright' ? root : join(root, 'node_modules', name);
    symlinkSync(from, at(folder, 'node_modules', name));
  }
}

const check = (folder: string) =>
  node([join(root, 'node_modules/typescript/bin/tsc'), '--pretty', 'false'], { cwd: at(folder) });

describe('a project', () => {
  test('type-checks, compiles, and runs on an image and on numbers', async () => {
    const told = await succeed(['init', 'My Net'], { cwd });
    expect(told).toMatch(
      /^✓ My Net: package\.json, tsconfig\.json, my-net\.ts, \.gitignore; netwright is file:/,
    );
    expect(told).toMatch(/\nnext: cd 'My Net' && npm install && npm run check && npm run compile -- .*\n$/);
    expect(readdirSync(at('My Net')).sort()).toEqual(files('my-net'));
    const manifest = JSON.parse(readFileSync(at('My Net/package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      name: 'my-net',
      type: 'module',
      scripts: { check: 'tsc', compile: 'netwright compile ./my-net.ts --out build' },
      dependencies: { netwright: `file:${root}` },
    });

    install('My Net');
    expect(await check('My Net')).toEqual({ code: 0, stdout: '', stderr: '' });

    const inside = { cwd: at('My Net') };
    const compile = manifest.scripts.compile.split(' ').slice(1);
    await succeed([...compile, '--weights', 'synthetic', '--set', 'classes=3'], inside);
    const image = join(root, 'specs/data/rocket.jpg');
    expect(await succeed(['run', 'build', '--image', image], inside)).toMatch(/^ +\d+\.\d\d% {2}class \d/m);
    writeFileSync(
      at('My Net/x.f32'),
      Float32Array.from({ length: 3 * 32 * 32 }, (_, i) => Math.sin(i)),
    );
    const { best } = JSON.parse(await succeed(['run', 'build', '--input', 'x.f32', '--json'], inside));
    expect(best).toHaveLength(3);
    expect(await succeed(['verify', 'build'], inside)).toContain('✓ my-net: within');
    // The package that lies there now is none of the project's sources.
    expect((await check('My Net')).code).toBe(0);
  });

  test('has mistakes of shapes found by its check', async () => {
    await succeed(['init', 'mistaken'], { cwd });
    install('mistaken');
    const spec = at('mistaken/mistaken.ts');
    writeFileSync(spec, readFileSync(spec, 'utf8').replace('new Block(16, 32)', 'new Block(15, 32)'));
    const { code, stdout } = await check('mistaken');
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/^mistaken\.ts\(\d+,\d+\): error TS/);
  });

  test('goes into the folder one is in, also a new repository', async () => {
    mkdirSync(at('here/.git'), { recursive: true });
    const told = JSON.parse(await succeed(['init', '.', '--json'], { cwd: at('here') }));
    expect(told).toMatchObject({ folder: '.', name: 'here', netwright: `file:${root}` });
    expect(readdirSync(at('here')).sort()).toEqual(['.git', ...files('here')].sort());
    expect([...told.files].sort()).toEqual(files('here'));
  });

  test('goes into folders that are made for it', async () => {
    await succeed(['init', 'some/where/deep'], { cwd });
    expect(readdirSync(at('some/where/deep')).sort()).toEqual(files('deep'));
  });
});

describe('refused, and nothing is touched', () => {
  test('a folder with something in it', async () => {
    mkdirSync(at('full'));
    for (const name of ['b.txt', '.hidden', '\u001b[2J']) writeFileSync(at('full', name), name);
    const before = contentsOf(at('full'));
    expect(await refuse(['init', 'full'], { cwd })).toBe(
      'error: full: is not empty: "\\u001b[2J", .hidden, b.txt are in the way\n  fix: name a new folder, or an empty one\n',
    );
    expect(contentsOf(at('full'))).toEqual(before);
  });

  test('a file, and a folder in one', async () => {
    writeFileSync(at('file'), 'text');
    expect(await refuse(['init', 'file'], { cwd })).toContain('file: is a file, expected a folder');
    expect(await refuse(['init', 'file/net'], { cwd })).toContain('file/net: is a file, expected a folder');
    expect(readFileSync(at('file'), 'utf8')).toBe('text');
  });

  test.skipIf(process.getuid?.() === 0)('a folder that may not be written to', async () => {
    mkdirSync(at('locked'));
    chmodSync(at('locked'), 0o555);
    expect(await refuse(['init', 'locked/net'], { cwd })).toContain('fix: check the path');
    expect(existsSync(at('locked/net'))).toBe(false);
  });
});

test.each([
  ['my-net', 'my-net'],
  ['My Net 2', 'my-net-2'],
  ['MyNet', 'my-net'],
  ['Käse_netz', 'kase-netz'],
  ['2fast', 'my-2fast'],
  ['猫', 'my-net'],
  ['--', 'my-net'],
  ['netwright', 'my-netwright'],
  [`${'a'.repeat(59)}-b`, 'a'.repeat(59)],
])('%s is named %s', (folder, name) => {
  expect(nameOf(folder)).toBe(name);
  expect(name).toMatch(/^[a-z][a-z\d]*(-[a-z\d]+)*$/);
});
