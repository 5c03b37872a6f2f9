/**
 * The committed packages: generating them anew gives the same files and bytes, nothing is stale, and the code stays
 * small. Where this fails on purpose, `npm run golden` renews them.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { matchCheckpoint, openCheckpoint } from '../../compiler/checkpoint/index.ts';
import { compile } from '../../compiler/compile.ts';
import { pretrainedWeights } from '../../compiler/driver/cli/pretrained.ts';
import { expectedBy, packToBytes } from '../../compiler/driver/package/pack.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { targets } from '../../targets/index.ts';
import { root } from '../cli/run.ts';
import { importSpec } from '../targets/specs.ts';

const generated = join(root, 'generated');

/** What all code of a package may weigh, gzipped. */
const mostZipped = 60_000;

/** The `weights.bin` of a network's trained weights. */
async function packPretrained(plan: Plan): Promise<Uint8Array> {
  const checkpoint = await openCheckpoint(pretrainedWeights(plan.name));
  try {
    const { tensors } = await matchCheckpoint(checkpoint, expectedBy(plan.source));
    const read = (name: string): Promise<Float64Array> => {
      const tensor = tensors.get(name);
      if (!tensor) throw new Error(`no ${name}`);
      return tensor.read();
    };
    return await packToBytes(plan, { origin: 'checkpoint', read });
  } finally {
    await checkpoint.close();
  }
}

/** The files under a folder, by path. */
function read(folder: string): ReadonlyMap<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort();
  return new Map(paths.map(path => [path, readFileSync(join(folder, path))]));
}

const zippedBytes = (files: readonly (readonly [string, Buffer])[]): number =>
  gzipSync(Buffer.concat(files.map(([, content]) => content))).length;

/** A row of committed.json. */
interface Committed {
  readonly folder: string;
  readonly spec: string;
  readonly target: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Whether its trained weights and a page are committed too. */
  readonly isWhole?: true;
}

const packages: readonly Committed[] = JSON.parse(
  readFileSync(new URL('committed.json', import.meta.url), 'utf8'),
);
const libraries = packages.filter(({ target }) => target === 'cuda');
const javascript = packages.filter(({ target }) => target !== 'cuda');

test('there are these', () => {
  expect(readdirSync(generated).sort()).toEqual(packages.map(({ folder }) => folder).sort());
});

describe.each(packages)('$folder', ({ folder, spec, target: name, options, isWhole }) => {
  const committed = read(join(generated, folder));

  test('is what the compiler makes today, byte for byte', async () => {
    const found = targets.find(each => each.name === name);
    const target = options ? found?.choose?.(options) : found;
    if (!target) throw new Error(`there is no target ${name}`);
    const { plan } = compile((await importSpec(spec)).configure({}), target);
    const files = [...((isWhole ? await target.filesWithDemo?.(plan, {}) : await target.files(plan)) ?? [])];
    if (isWhole) files.push({ path: 'weights.bin', bytes: await packPretrained(plan) });
    const paths = files.map(({ path }) => path).sort();
    // Weights may have been packed into the checkout's others; they are not committed.
    const kept = [...committed.keys()].filter(path => isWhole || path !== 'weights.bin');
    expect(kept.sort()).toEqual(paths);
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
