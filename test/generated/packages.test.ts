/**
 * The committed packages: generating them anew gives the same files and bytes, nothing is stale, and the code stays
 * small. Where this fails on purpose, `npm run golden` renews them.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { root } from '../cli/run.ts';
import { importSpec } from '../targets/specs.ts';

const generated = join(root, 'generated');

/** What all code of a package may weigh, gzipped. */
const mostZipped = 60_000;

/** Texts of the files under a folder, by path. */
function read(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort();
  return new Map(paths.map(path => [path, readFileSync(join(folder, path), 'utf8')]));
}

test('there are these', () => {
  expect(readdirSync(generated).sort()).toEqual(['article-resnet50-typescript', 'resnet50-typescript']);
});

describe.each(['resnet50', 'article-resnet50'])('%s', spec => {
  const committed = read(join(generated, `${spec}-typescript`));

  test('is what the compiler makes today, byte for byte', async () => {
    const { plan } = compile((await importSpec(spec)).configure({}), typescript);
    const files = await typescript.files(plan);
    const paths = files.map(({ path }) => path).sort();
    // Weights may have been packed into the checkout's; they are not committed.
    expect([...committed.keys()].filter(path => path !== 'weights.bin').sort()).toEqual(paths);
    const differing = files.filter(({ path, text }) => committed.get(path) !== text).map(({ path }) => path);
    expect(differing, '`npm run golden` renews them').toEqual([]);
  });

  test.each([
    ['src', '.ts'],
    ['dist', '.js'],
  ])('%s weighs less than 60 KB gzipped', (folder, extension) => {
    const code = [...committed].filter(
      ([path]) => path.startsWith(`${folder}/`) && path.endsWith(extension) && !path.endsWith('.d.ts'),
    );
    const zipped = gzipSync(code.map(([, text]) => text).join('')).length;
    console.log(`${spec}, ${folder}: ${code.length} files, ${zipped} bytes gzipped`);
    expect(code.length).toBeGreaterThan(20);
    expect(zipped).toBeLessThan(mostZipped);
  });

  test('depends on nothing', () => {
    const manifest: Record<string, unknown> = JSON.parse(committed.get('package.json') ?? '{}');
    expect(Object.keys(manifest).filter(key => /dependencies/i.test(key))).toEqual([]);
    const imports = [...committed]
      .filter(([path]) => /\.[jt]s$/.test(path))
      .flatMap(([, text]) => [...text.matchAll(/\b(?:from|import) *\(? *['"]([^'"]+)['"]/g)])
      .map(([, from]) => from);
    expect(imports.length).toBeGreaterThan(20);
    expect(imports.filter(from => !from?.startsWith('.'))).toEqual([]);
  });
});
