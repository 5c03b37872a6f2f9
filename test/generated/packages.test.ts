/**
 * The committed packages: generating them anew gives the same files and bytes, nothing is stale, and the code stays
 * small. Where this fails on purpose, `npm run golden` renews them.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { targets } from '../../targets/index.ts';
import { root } from '../cli/run.ts';
import { importSpec } from '../targets/specs.ts';

const generated = join(root, 'generated');

/** What all code of a package may weigh, gzipped. */
const mostZipped = 60_000;

/** The files under a folder, by path. */
function read(folder: string): ReadonlyMap<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort();
  return new Map(paths.map(path => [path, readFileSync(join(folder, path))]));
}

const zippedBytes = (files: readonly (readonly [string, Buffer])[]): number =>
  gzipSync(Buffer.concat(files.map(([, content]) => content))).length;

interface Committed {
  readonly folder: string;
  readonly spec: string;
  readonly target: string;
  readonly options?: Readonly<Record<string, string>>;
}

const javascript: readonly Committed[] = [
  { folder: 'article-resnet50-typescript', spec: 'article-resnet50', target: 'typescript' },
  { folder: 'resnet50-typescript', spec: 'resnet50', target: 'typescript' },
  { folder: 'resnet50-wasm', spec: 'resnet50', target: 'wasm' },
  { folder: 'resnet50-wgsl', spec: 'resnet50', target: 'wgsl' },
];

const libraries: readonly Committed[] = [
  { folder: 'resnet50-cuda', spec: 'resnet50', target: 'cuda' },
  { folder: 'resnet50-cuda-f16', spec: 'resnet50', target: 'cuda', options: { precision: 'f16' } },
];

const packages = [...javascript, ...libraries];

test('there are these', () => {
  expect(readdirSync(generated).sort()).toEqual(packages.map(({ folder }) => folder).sort());
});

describe.each(packages)('$folder', ({ folder, spec, target: name, options }) => {
  const committed = read(join(generated, folder));

  test('is what the compiler makes today, byte for byte', async () => {
    const found = targets.find(each => each.name === name);
    const target = options ? found?.choose?.(options) : found;
    if (!target) throw new Error(`there is no target ${name}`);
    const { plan } = compile((await importSpec(spec)).configure({}), target);
    const files = await target.files(plan);
    const paths = files.map(({ path }) => path).sort();
    // Weights may have been packed into the checkout's; they are not committed.
    expect([...committed.keys()].filter(path => path !== 'weights.bin').sort()).toEqual(paths);
    const differing = files
      .filter(({ path, text, bytes }) => !committed.get(path)?.equals(Buffer.from(text ?? bytes)))
      .map(({ path }) => path);
    expect(differing, '`npm run golden` renews them').toEqual([]);
  });
});

describe.each(libraries)('$folder', ({ folder }) => {
  test('weighs less than 60 KB gzipped', () => {
    const code = [...read(join(generated, folder))].filter(([path]) => /\.(?:cuh?|h|c|py)$/.test(path));
    const zipped = zippedBytes(code);
    console.log(`${folder}: ${code.length} files, ${zipped} bytes gzipped`);
    expect(code.length).toBeGreaterThan(20);
    expect(zipped).toBeLessThan(mostZipped);
  });
});

describe.each(javascript)('$folder', ({ folder: name }) => {
  const committed = read(join(generated, name));

  test.each([
    ['src', /\.(?:ts|wgsl)$/],
    ['dist', /\.(?:js|wasm)$/],
  ])('%s weighs less than 60 KB gzipped', (folder, extension) => {
    const code = [...committed].filter(
      ([path]) => path.startsWith(`${folder}/`) && extension.test(path) && !path.endsWith('.d.ts'),
    );
    const zipped = zippedBytes(code);
    console.log(`${name}, ${folder}: ${code.length} files, ${zipped} bytes gzipped`);
    expect(code.length).toBeGreaterThan(10);
    expect(zipped).toBeLessThan(mostZipped);
  });

  test('depends on nothing', () => {
    const manifest: Record<string, unknown> = JSON.parse(`${committed.get('package.json') ?? '{}'}`);
    expect(Object.keys(manifest).filter(key => /dependencies/i.test(key))).toEqual([]);
    const imports = [...committed]
      .filter(([path]) => /\.[jt]s$/.test(path))
      .flatMap(([, text]) => [...`${text}`.matchAll(/\b(?:from|import) *\(? *['"]([^'"]+)['"]/g)])
      .map(([, from]) => from);
    expect(imports.length).toBeGreaterThan(20);
    expect(imports.filter(from => !from?.startsWith('.'))).toEqual([]);
  });
});
