/** `netwright diff`: its forms, its exit codes, and what it writes for `compile --rename`. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportSchema } from '../../compiler/diff/report/schema.ts';
import { makeFolder } from './folder.ts';
import { type Ended, netwright, refuse, succeed } from './run.ts';

const cwd = makeFolder();
const diff = (...args: readonly string[]): Promise<Ended> => netwright(['diff', ...args], { cwd });

const tiny = readFileSync(join(cwd, 'tiny.ts'), 'utf8');
writeFileSync(join(cwd, 'renamed.ts'), tiny.replaceAll('conv1', 'stem').replaceAll('bn1', 'norm'));
writeFileSync(
  join(cwd, 'wide.ts'),
  tiny
    .replace('Conv2d(3, 2,', 'Conv2d(3, 6,')
    .replace('BatchNorm2d(2)', 'BatchNorm2d(6)')
    .replace('Linear(4,', 'Linear(12,'),
);

describe.concurrent('exit codes', () => {
  test('0 where nothing differs', async () => {
    expect(await diff('./tiny.ts', './tiny.ts')).toEqual({
      code: 0,
      stdout: './tiny.ts → ./tiny.ts: the same\n',
      stderr: '',
    });
  });

  test('1 where something does, unless --fail-on says otherwise', async () => {
    expect((await diff('./tiny.ts', './wide.ts')).code).toBe(1);
    expect((await diff('./tiny.ts', './wide.ts', '--fail-on', 'breaking')).code).toBe(0);
    expect((await diff('./tiny.ts', './wide.ts', '--fail-on', 'none')).code).toBe(0);
    const other = ['./tiny.ts', './tiny.ts', '--set-after', 'height=13', '--fail-on', 'breaking'];
    const { code, stdout } = await diff(...other);
    expect(code).toBe(1);
    expect(stdout).toContain('breaking input [1, 3, 11, 14] → [1, 3, 13, 14]');
  });

  test('2 for a mistake', async () => {
    expect(await refuse(['diff', 'resnet18'])).toContain('diff takes two networks');
    expect(await refuse(['diff', 'resnet18', 'resnet18', '--json', '--as', 'html'])).toContain(
      'exclude each other',
    );
    expect(await refuse(['diff', 'resnet18', './none.json'])).toContain('none.json');
  });
});

describe.concurrent('what is told', () => {
  test('the edit, the tree, the costs and the checkpoint', async () => {
    const { stdout } = await diff('./tiny.ts', './wide.ts');
    expect(stdout).toMatch(/^\.\/tiny\.ts → \.\/wide\.ts: different: 1 edit\n\nconv1: 2→6 channels\n/);
    expect(stdout).toMatch(/^parameters +75 +219 +\+144 \(\+192\.0 %\)$/m);
    expect(stdout).toMatch(/^ {2}reshaped +fc\.weight \[3, 4\] → \[3, 12\]$/m);
    expect(stdout).not.toContain('\x1b');
    const colored = await netwright(['diff', './tiny.ts', './wide.ts'], { cwd, env: { FORCE_COLOR: '1' } });
    expect(colored.stdout).toContain('\x1b[33m~ ');
    const plain = { FORCE_COLOR: '1', NO_COLOR: '1' };
    expect((await netwright(['diff', './tiny.ts', './wide.ts'], { cwd, env: plain })).stdout).toBe(stdout);
  });

  test('which is which, of two files with one name', async () => {
    for (const [folder, text] of [
      ['first', tiny],
      ['second', readFileSync(join(cwd, 'wide.ts'), 'utf8')],
    ] as const) {
      mkdirSync(join(cwd, folder, 'specs'), { recursive: true });
      writeFileSync(join(cwd, folder, 'specs/net.ts'), text);
    }
    const paths = ['./first/specs/net.ts', 'second/specs/net.ts'];
    const { stdout } = await diff(...paths);
    expect(stdout).toMatch(/^\.\/first\/specs\/net\.ts → second\/specs\/net\.ts: different/);
    expect(stdout).toMatch(/^ +first\/specs\/net\.ts +second\/specs\/net\.ts +change$/m);
    expect((await diff(...paths, '--as', 'markdown')).stdout).toContain(
      '\n|  | first/specs/net.ts | second/specs/net.ts | change |\n',
    );
    const page = (await diff(...paths, '--as', 'html')).stdout;
    expect(page).toContain('<title>first/specs/net.ts → second/specs/net.ts · netwright</title>');
    expect(page).toContain('"name":"first/specs/net.ts"');
    const { before, after } = reportSchema.parse(JSON.parse((await diff(...paths, '--json')).stdout));
    expect([before.from, after.from]).toEqual(paths);
  });

  test('which is which, of one spec with other settings', async () => {
    const args = ['resnet18', 'resnet18', '--set-after', 'classes=10'];
    const { stdout } = await diff(...args);
    expect(stdout).toMatch(/^resnet18 \(classes=1000\) → resnet18 \(classes=10\): different/);
    expect(stdout).toMatch(/^ +resnet18 \(classes=1000\) +resnet18 \(classes=10\) +change$/m);
    const page = (await diff(...args, '--as', 'html')).stdout;
    expect(page).toContain('<title>resnet18 (classes=1000) → resnet18 (classes=10) · netwright</title>');
  });

  test('networks that are the same up to renaming', async () => {
    const { code, stdout } = await diff('./tiny.ts', './renamed.ts', '--structural');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: './tiny.ts → ./renamed.ts: the same up to renaming\n',
    });
    const named = await diff('./tiny.ts', './renamed.ts');
    expect(named.code).toBe(1);
    expect(named.stdout).toContain('stem: renamed conv1→stem');
  });

  test('the article against ResNet-34 and ResNet-50', async () => {
    expect(await succeed(['diff', 'article-resnet50', 'resnet34', '--structural'])).toBe(
      'article-resnet50 → resnet34: the same up to renaming\n',
    );
    expect((await netwright(['diff', 'article-resnet50', 'resnet50', '--structural'])).code).toBe(1);
  });

  test('JSON by its schema, which can be had', async () => {
    const { stdout } = await diff('./tiny.ts', './wide.ts', '--json');
    const report = reportSchema.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ version: 1, same: false, target: 'typescript' });
    const schema: { properties: object } = JSON.parse(await succeed(['diff', '--schema']));
    expect(Object.keys(schema.properties)).toEqual(Object.keys(report));
  });

  test('Markdown and a page, also to a file', async () => {
    expect((await diff('./tiny.ts', './wide.ts', '--as', 'markdown')).stdout).toMatch(
      /^### `\.\/tiny\.ts` → `\.\/wide\.ts`: different: 1 edit\n/,
    );
    const { stdout } = await diff('./tiny.ts', './wide.ts', '--as', 'html', '--out', 'diff.html');
    expect(stdout).toBe('');
    expect(readFileSync(join(cwd, 'diff.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  });

  test('specs, graphs and packages alike', async () => {
    const json = ['show', './tiny.ts', '--as', 'ir', '--after', 'source', '--json', '--out', 'tiny.json'];
    await succeed(json, { cwd });
    await succeed(['compile', './tiny.ts', '--out', 'package'], { cwd });
    for (const other of ['tiny.json', './package']) expect((await diff('./tiny.ts', other)).code).toBe(0);
    expect((await diff('./package', './wide.ts')).stdout).toContain('conv1: 2→6 channels');
  });
});

test('the rename map makes an old checkpoint fit', async () => {
  await diff('./tiny.ts', './renamed.ts', '--rename-map', 'names.json');
  await succeed(['compile', './tiny.ts', '--out', 'old', '--weights', checkpoint('zip.pth')], { cwd });
  await succeed(
    ['compile', './renamed.ts', '--out', 'new', '--weights', checkpoint('zip.pth'), '--rename', 'names.json'],
    { cwd },
  );
  const numbers = (folder: string): Buffer => readFileSync(join(cwd, folder, 'weights.bin')).subarray(256);
  expect(numbers('new').equals(numbers('old'))).toBe(true);
});

const checkpoint = (name: string): string =>
  new URL(`../checkpoint/fixtures/${name}`, import.meta.url).pathname;
