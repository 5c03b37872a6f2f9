/** `netwright show`, `specs` and `targets`: what they print, that JSON reads back, and that pipes stay clean. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { graphFromJson } from '../../compiler/ir/json.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { readPlan } from '../../compiler/plan/json.ts';
import { drawArena } from '../../compiler/plan/picture.ts';
import { makeFolder } from './folder.ts';
import { netwright, root, succeed } from './run.ts';

const cwd = makeFolder();
const show = (...args: readonly string[]): Promise<string> =>
  succeed(['show', './tiny.ts', ...args], { cwd });

describe.concurrent('show', () => {
  test.each([
    ['source', 'batchNorm'],
    ['remove-identities', 'batchNorm'],
    ['fold-constants', 'batchNorm'],
    ['fold-batch-norm', 'conv2d'],
    ['share-subexpressions', 'conv2d'],
    ['order-steps', 'conv2d'],
    ['fuse-epilogues', '|> max(it, 0)'],
  ])('--stage %s prints the graph, and as JSON it reads back', async (stage, op) => {
    const text = await show('--stage', stage);
    expect(text).toMatch(/^graph tiny\n/);
    expect(text).toContain(op);
    const graph = graphFromJson(JSON.parse(await show('--stage', stage, '--json')), 'stdout');
    expect(printGraph(graph).trimEnd()).toBe(text.trimEnd());
  });

  test('without --stage shows the last', async () => {
    expect(await show()).toBe(await show('--stage', 'fuse-epilogues'));
  });

  test('--stage plan and arena', async () => {
    expect(await show('--stage', 'plan')).toMatch(
      /^input +\[1, 3, 11, 14\]\noutput +\[1, 3\]\nparameters +75\n/,
    );
    const plan = readPlan(await show('--stage', 'plan', '--json'), 'stdout');
    expect(await show('--stage', 'arena')).toBe(`${drawArena(plan).trimEnd()}\n`);
    expect(JSON.parse(await show('--stage', 'arena', '--json'))).toEqual(
      JSON.parse(JSON.stringify(plan.arena)),
    );
  });
});

describe.concurrent('lists', () => {
  test('specs, with their settings', async () => {
    const text = await succeed(['specs']);
    expect(text).toMatch(
      /^resnet50 +classes=1000 batch=1 height=224 width=224 +ResNet-50 v1\.5, as torchvision$/m,
    );
    const specs: { name: string; settings: { properties: Record<string, { default: number }> } }[] =
      JSON.parse(await succeed(['specs', '--json']));
    expect(specs.map(({ name }) => name)).toEqual([
      'article-resnet50',
      'resnet101',
      'resnet152',
      'resnet18',
      'resnet34',
      'resnet50',
      'resnet50-v1',
      'resnext50-32x4d',
      'wide-resnet50-2',
    ]);
    for (const { settings } of specs) expect(settings.properties.classes?.default).toBe(1000);
  });

  test('targets', async () => {
    expect(await succeed(['targets'])).toMatch(/^target +what it generates\ntypescript +plain TypeScript/);
    const targets: { name: string }[] = JSON.parse(await succeed(['targets', '--json']));
    expect(targets.map(({ name }) => name)).toEqual(['typescript']);
  });
});

describe('a pipe', () => {
  test('has no colours and no progress, unless colours are forced', async () => {
    const args = ['compile', './tiny.ts', '--out', 'piped', '--weights', 'synthetic'];
    const { stdout, stderr } = await netwright(args, { cwd });
    expect(stdout).not.toContain('\x1b');
    expect(stdout).not.toContain('\r');
    expect(stderr).toBe('');
    const forced = await succeed(['targets'], { env: { FORCE_COLOR: '1' } });
    expect(forced).toContain('\x1b[1m');
    expect(await succeed(['targets'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).not.toContain('\x1b');
  });

  test('whose reader stops early is no error', async () => {
    const entry = join(root, 'dist/compiler/cli/main.js');
    const command = `"${process.execPath}" "${entry}" show resnet50 --stage plan --json | head -c 20`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-o', 'pipefail', '-c', command]);
    expect({ stdout, stderr }).toEqual({ stdout: '{\n  "version": 1,\n  ', stderr: '' });
  });
});
