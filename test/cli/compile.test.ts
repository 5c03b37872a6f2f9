/** `netwright compile`: what it says and writes, what it replaces and keeps, and that a refusal touches nothing. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { printRenameMap, writeSafetensors } from '../../compiler/checkpoint/index.ts';
import { synthesize } from '../../compiler/checkpoint/synthetic.ts';
import { contentsOf, makeFolder, tinyTensors, writeCheckpoint } from './folder.ts';
import { netwright, refuse, succeed } from './run.ts';

const cwd = makeFolder();
const at = (...path: readonly string[]): string => join(cwd, ...path);
const compile = (...args: readonly string[]): Promise<string> => succeed(['compile', ...args], { cwd });
const refused = (...args: readonly string[]): Promise<string> => refuse(['compile', ...args], { cwd });

beforeAll(async () => {
  await writeCheckpoint(at('tiny.safetensors'), tinyTensors);
  const renamed = tinyTensors.map(([name, shape]) => [name.replace('bn1', 'norm1'), shape] as const);
  await writeCheckpoint(at('renamed.safetensors'), renamed);
});

describe('a package', () => {
  test('is told of: what each pass did, costs, files', async () => {
    const text = await compile('./tiny.ts', '--out', 'told');
    expect(text).toMatch(/^fold-batch-norm +batchNorm 1 → 0/m);
    expect(text).toMatch(/^fuse-epilogues +elementwise 1 → 0/m);
    expect(text).toMatch(/^input +\[1, 3, 11, 14\]$/m);
    expect(text).toMatch(/^parameters +75$/m);
    expect(text).toMatch(/^activation memory +[\d.]+ kB, lower bound [\d.]+ kB$/m);
    expect(text).toMatch(/✓ told: \d+ files; no weights yet: `netwright pack told --weights FILE`\n$/);
    expect(readdirSync(at('told')).sort()).toEqual(['README.md', 'dist', 'package.json', 'plan.json', 'src']);
  });

  test('is told of as JSON, which lists its files', async () => {
    const told = z
      .strictObject({
        name: z.literal('tiny'),
        target: z.literal('typescript'),
        settings: z.strictObject({ height: z.literal(13), width: z.literal(14) }),
        input: z.array(z.number()),
        output: z.array(z.number()),
        parameters: z.literal(75),
        macs: z.number(),
        steps: z.number(),
        kernels: z.number(),
        bytes: z.strictObject({
          weights: z.number(),
          prepared: z.number(),
          activations: z.number(),
          activationsLowerBound: z.number(),
          scratch: z.number(),
        }),
        preprocessing: z.looseObject({ interpolation: z.literal('bilinear') }),
        out: z.literal('json'),
        weights: z.literal('packed'),
        notFinite: z.tuple([]),
        files: z.array(z.string()),
      })
      .parse(
        JSON.parse(
          await compile(
            './tiny.ts',
            '--out',
            'json',
            '--set',
            'height=13',
            '--weights',
            'synthetic',
            '--json',
          ),
        ),
      );
    expect(told.input).toEqual([1, 3, 13, 14]);
    expect(told.output).toEqual([1, 3]);
    expect([...told.files, 'weights.bin'].sort()).toEqual(Object.keys(contentsOf(at('json'))));
    expect(readFileSync(at('json/weights.bin')).length).toBe(told.bytes.weights);
  });

  test('has the same bytes whenever it is compiled, also over another', async () => {
    await compile('./tiny.ts', '--out', 'once');
    await compile('./tiny.ts', '--out', 'twice', '--set', 'width=15');
    await compile('./tiny.ts', '--out', 'twice');
    expect(contentsOf(at('twice'))).toEqual(contentsOf(at('once')));
  });

  test('leaves nothing of an earlier package of another target', async () => {
    await compile('./tiny.ts', '--out', 'once');
    await compile('./tiny.ts', '--out', 'changing', '--target', 'cuda', '--precision', 'f16');
    expect(Object.keys(contentsOf(at('changing')))).toContain('device/kernels/convert.cuh');
    await compile('./tiny.ts', '--out', 'changing');
    expect(contentsOf(at('changing'))).toEqual(contentsOf(at('once')));
  });
});

describe('--rename', () => {
  beforeAll(() => {
    const names = tinyTensors.flatMap(([name]) => {
      const old = name.replace('bn1', 'norm1');
      return old === name ? [] : [[old, name] as const];
    });
    writeFileSync(at('names.json'), printRenameMap(new Map(names)));
  });

  test('packs a checkpoint of other names, the same bytes', async () => {
    // Numbers follow names: those of the right names are written under the old.
    const renamed = tinyTensors.map(([name, shape]) => {
      return { name: name.replace('bn1', 'norm1'), shape, data: synthesize(name, shape) };
    });
    await writeSafetensors(at('old.safetensors'), renamed);
    await compile('./tiny.ts', '--out', 'right', '--weights', 'tiny.safetensors');
    const text = await compile(
      './tiny.ts',
      '--out',
      'old',
      '--weights',
      'old.safetensors',
      '--rename',
      'names.json',
    );
    expect(text).toContain('and the weights of old.safetensors');
    expect(contentsOf(at('old'))).toEqual(contentsOf(at('right')));
  });

  test.each<readonly [string, readonly string[], RegExp]>([
    [
      'no --weights',
      [],
      /names\.json: --rename renames the tensors of a checkpoint, got no --weights\n {2}fix: name/,
    ],
    ['synthetic weights', ['--weights', 'synthetic'], /got --weights synthetic\n {2}fix: /],
    [
      'another checkpoint',
      ['--weights', 'tiny.safetensors'],
      /lacks 4 of the 4 tensors that the rename map names: norm1/,
    ],
  ])('with %s is refused, and nothing written', async (_, args, message) => {
    expect(await refused('./tiny.ts', '--out', 'unnamed', '--rename', 'names.json', ...args)).toMatch(
      message,
    );
    expect(existsSync(at('unnamed'))).toBe(false);
  });
});

describe('over an earlier package', () => {
  test('weights that fit and what is not of the package stay, stale files go', async () => {
    await compile('./tiny.ts', '--out', 'kept/', '--weights', 'tiny.safetensors');
    const weights = readFileSync(at('kept/weights.bin'));
    writeFileSync(at('kept/src/kernels/stale.ts'), '');
    writeFileSync(at('kept/dist/stale.js'), '');
    writeFileSync(at('kept/NOTES'), 'mine');
    const text = await compile('./tiny.ts', '--out', 'kept/', '--set', 'height=20');
    expect(text).toMatch(/✓ kept\/: \d+ files; weights\.bin kept\n$/);
    expect(readFileSync(at('kept/weights.bin'))).toEqual(weights);
    expect(readFileSync(at('kept/NOTES'), 'utf8')).toBe('mine');
    expect(Object.keys(contentsOf(at('kept'))).filter(path => path.includes('stale'))).toEqual([]);
    expect(JSON.parse(readFileSync(at('kept/plan.json'), 'utf8')).inputs[0].shape).toEqual([1, 3, 20, 14]);
  });

  test('weights of another layout go', async () => {
    await compile('./tiny.ts', '--out', 'other', '--weights', 'synthetic');
    const head = readFileSync(at('other/weights.bin'), 'latin1');
    const other = head.replace(/"plan":"[0-9a-f]+"/, plan => plan.replace(/[0-9a-f]/g, '0'));
    writeFileSync(at('other/weights.bin'), other, 'latin1');
    expect(await compile('./tiny.ts', '--out', 'other')).toContain('no weights yet');
    expect(existsSync(at('other/weights.bin'))).toBe(false);
  });

  test('the folder itself stays, so that it may be the shell’s own', async () => {
    mkdirSync(at('own'));
    await succeed(['compile', '../tiny.ts', '--out', '.'], { cwd: at('own') });
    await succeed(['compile', '../tiny.ts', '--out', '.'], { cwd: at('own') });
    expect(readdirSync(at('own')).sort()).toEqual(['README.md', 'dist', 'package.json', 'plan.json', 'src']);
  });
});

describe('a refusal touches nothing', () => {
  test('where --out is a file', async () => {
    writeFileSync(at('file'), 'mine');
    expect(await refused('./tiny.ts', '--out', 'file')).toMatch(
      /file: is a file, expected a folder\n {2}fix: /,
    );
    expect(readFileSync(at('file'), 'utf8')).toBe('mine');
  });

  test('where --out lies in a file', async () => {
    writeFileSync(at('leaf'), 'mine');
    expect(await refused('./tiny.ts', '--out', 'leaf/package')).toMatch(
      /ENOTDIR.*leaf\/package.*\n {2}fix: check/,
    );
  });

  test('where --out holds something else, its own plan.json and package.json among it', async () => {
    mkdirSync(at('project'));
    for (const name of ['package.json', 'plan.json', 'index.html']) writeFileSync(at('project', name), '{}');
    const before = contentsOf(at('project'));
    const message = await refused('./tiny.ts', '--out', 'project');
    expect(message).toMatch(/project: holds something that is no package\n {2}fix: name another --out/);
    expect(contentsOf(at('project'))).toEqual(before);
  });

  test('where the checkpoint lacks tensors, which are named with the nearest', async () => {
    const message = await refused('./tiny.ts', '--out', 'lacking', '--weights', 'renamed.safetensors');
    expect(message).toContain('renamed.safetensors: does not fit the network: 4 of 8 tensors missing');
    expect(message).toContain('missing: bn1.running_var [2] (nearest: norm1.running_var)');
    expect(existsSync(at('lacking'))).toBe(false);
  });

  test.each([
    ['lacks tensors', 'renamed.safetensors', /does not fit the network/],
    ['is no checkpoint', 'tiny.ts', /tiny\.ts: /],
    ['does not exist', 'none.safetensors', /none\.safetensors: /],
  ])('where the checkpoint %s and an earlier package is there', async (name, weights, message) => {
    const folder = name.replaceAll(' ', '-');
    await compile('./tiny.ts', '--out', folder, '--weights', 'synthetic');
    const before = contentsOf(at(folder));
    expect(await refused('./tiny.ts', '--out', folder, '--set', 'height=30', '--weights', weights)).toMatch(
      message,
    );
    expect(contentsOf(at(folder))).toEqual(before);
  });
});

describe('--dump', () => {
  test('writes the graph after each pass and the arena, the same bytes each time', async () => {
    const args = ['compile', './tiny.ts', '--out', 'dumped', '--dump', 'dump'];
    const { stdout, stderr } = await netwright(args, { cwd });
    expect(stdout).toMatch(/✓ dumped/);
    expect(stderr).toMatch(/^dump: 8 stages as text/);
    expect(readdirSync(at('dump')).sort()).toEqual([
      '00-source.txt',
      '01-remove-identities.txt',
      '02-fold-constants.txt',
      '03-fold-batch-norm.txt',
      '04-share-subexpressions.txt',
      '05-order-steps.txt',
      '06-fuse-epilogues.txt',
      '07-arena.txt',
    ]);
    const text = (name: string): string => readFileSync(at('dump', name), 'utf8');
    expect(text('00-source.txt')).toMatch(/^graph tiny\n/);
    expect(text('00-source.txt')).toContain('batchNorm');
    expect(text('02-fold-constants.txt')).toBe('(unchanged)\n');
    expect(text('03-fold-batch-norm.txt')).not.toContain('batchNorm');
    expect(text('07-arena.txt')).toContain('conv1');
    const before = contentsOf(at('dump'));
    await compile('./tiny.ts', '--out', 'dumped', '--dump', 'dump');
    expect(contentsOf(at('dump'))).toEqual(before);
  });

  test('into a file is refused', async () => {
    writeFileSync(at('occupied'), '');
    expect(await refused('./tiny.ts', '--out', 'undumped', '--dump', 'occupied')).toMatch(/EEXIST.*occupied/);
    expect(existsSync(at('undumped'))).toBe(false);
  });
});

describe('--demo', () => {
  const target = ['--target', 'wgsl'];

  test('adds a page, which is listed, has the same bytes each time, and goes with what is compiled without', async () => {
    const args = ['./tiny.ts', ...target, '--out', 'page', '--set', 'width=15', '--demo'];
    const { files }: { files: string[] } = JSON.parse(await compile(...args, '--json'));
    expect(files).toContain('index.html');
    expect([...files].sort()).toEqual(Object.keys(contentsOf(at('page'))));
    const page = readFileSync(at('page/index.html'), 'utf8');
    expect(page).toContain('"arguments":["tiny","--set width=15"]');
    expect(page).not.toContain(cwd);
    const before = contentsOf(at('page'));
    await compile(...args);
    expect(contentsOf(at('page'))).toEqual(before);
    await compile('./tiny.ts', ...target, '--out', 'page');
    expect(existsSync(at('page/index.html'))).toBe(false);
  });

  test('leaves a page of the user’s own alone', async () => {
    await compile('./tiny.ts', ...target, '--out', 'own');
    writeFileSync(at('own/index.html'), '<p>my own</p>');
    const before = contentsOf(at('own'));
    expect(await refused('./tiny.ts', ...target, '--out', 'own', '--demo')).toMatch(
      /own\/index\.html: is no page of a package, and would be replaced\n {2}fix: move it elsewhere/,
    );
    expect(contentsOf(at('own'))).toEqual(before);
    await compile('./tiny.ts', ...target, '--out', 'own');
    expect(contentsOf(at('own'))).toEqual(before);
  });

  test.each([
    [
      'a target that makes none',
      ['./tiny.ts', '--target', 'cuda'],
      /--demo: the target cuda makes no page\n {2}fix: --target typescript or wasm or wgsl/,
    ],
    [
      'a network that takes no images',
      ['./blind.ts', ...target],
      /tiny: the network takes no images.*\n {2}fix: give/,
    ],
  ])('of %s is refused, and nothing written', async (_, args, message) => {
    const blind = readFileSync(at('tiny.ts'), 'utf8').replace('preprocessing: imagenetPreprocessing,', '');
    writeFileSync(at('blind.ts'), blind.replace('imagenetPreprocessing, ', ''));
    expect(await refused(...args, '--out', 'none', '--demo')).toMatch(message);
    expect(existsSync(at('none'))).toBe(false);
  });
});
