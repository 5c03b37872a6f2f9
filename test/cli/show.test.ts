/** `netwright show`, `specs` and `targets`: what they print, that JSON reads back, and that pipes stay clean. */

import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { graphFromJson } from '../../compiler/ir/json.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { readPlan } from '../../compiler/plan/json.ts';
import { drawArena } from '../../compiler/plan/picture.ts';
import { makeFolder } from './folder.ts';
import { netwright, refuse, root, succeed } from './run.ts';

const cwd = makeFolder();
const show = (...args: readonly string[]): Promise<string> =>
  succeed(['show', './tiny.ts', ...args], { cwd });

describe.concurrent('show --as ir', () => {
  test.each([
    ['source', 'batchNorm'],
    ['remove-identities', 'batchNorm'],
    ['fold-constants', 'batchNorm'],
    ['fold-batch-norm', 'conv2d'],
    ['share-subexpressions', 'conv2d'],
    ['order-steps', 'conv2d'],
    ['fuse-epilogues', '|> max(it, 0)'],
  ])('--after %s prints the graph, and as JSON it reads back', async (pass, op) => {
    const text = await show('--as', 'ir', '--after', pass);
    expect(text).toMatch(/^graph tiny\n/);
    expect(text).toContain(op);
    const graph = graphFromJson(JSON.parse(await show('--as', 'ir', '--after', pass, '--json')), 'stdout');
    expect(printGraph(graph).trimEnd()).toBe(text.trimEnd());
  });

  test('shows the last unless said, and before a pass what the one before it made', async () => {
    expect(await show('--as', 'ir')).toBe(await show('--as', 'ir', '--after', 'fuse-epilogues'));
    const before = await show('--as', 'ir', '--before', 'fold-batch-norm');
    expect(before).toBe(await show('--as', 'ir', '--after', 'fold-constants'));
    expect(before).toContain('batchNorm');
    expect(await show('--as', 'ir', '--before', 'remove-identities')).toBe(
      await show('--as', 'ir', '--after', 'source'),
    );
  });
});

describe.concurrent('show', () => {
  test('a table by default, with the totals', async () => {
    expect(await show()).toBe(
      [
        'tiny, input [1, 3, 11, 14], 6 layers',
        '',
        'layer    type                 output        parameters      %    MACs      %  output bytes',
        'conv1    conv2d               [1, 2, 6, 7]          56   74.7  2.27 k   99.5       0.34 kB',
        'bn1      batchNorm            [1, 2, 6, 7]           4    5.3       -              0.34 kB',
        'relu     relu                 [1, 2, 6, 7]           -              -              0.34 kB',
        'pool     adaptiveAveragePool  [1, 2, 2, 1]           -              -              0.02 kB',
        'flatten  flatten              [1, 4]                 -              -              0.02 kB',
        'fc       linear               [1, 3]                15   20.0      12    0.5       0.01 kB',
        'total    Tiny                 [1, 3]                75  100.0  2.28 k  100.0       1.05 kB',
        '',
      ].join('\n'),
    );
  });

  test('sorted, with a depth, and as JSON', async () => {
    const sorted = await succeed(['show', 'resnet18', '--sort', 'parameters', '--depth', 'all']);
    expect(sorted.split('\n')[3]).toMatch(/^layer4\.0\.conv2 +conv2d +\[1, 512, 7, 7\] +2,359,296 /);
    const folded = await succeed(['show', 'resnet18', '--depth', '1']);
    expect(folded).toMatch(/^layer4 +Sequential /m);
    expect(folded).not.toContain('BasicBlock');
    expect(folded).toContain('--depth all shows every layer');
    const { total, rows }: { total: { parameters: number; macs: number }; rows: { id: string }[] } =
      JSON.parse(await succeed(['show', 'resnet18', '--depth', 'all', '--json']));
    expect(total).toMatchObject({ parameters: 11_689_512, macs: 1_814_073_344 });
    expect(rows.at(-1)?.id).toBe('fc');
  });

  test('the columns that are chosen: kernels, what is read and what is given, as torchinfo has them', async () => {
    expect(await show('--columns', 'kernel,input,output')).toBe(
      [
        'tiny, input [1, 3, 11, 14], 6 layers',
        '',
        'layer    kernel  input           output',
        'conv1    3x3     [1, 3, 11, 14]  [1, 2, 6, 7]',
        'bn1              [1, 2, 6, 7]    [1, 2, 6, 7]',
        'relu             [1, 2, 6, 7]    [1, 2, 6, 7]',
        'pool             [1, 2, 6, 7]    [1, 2, 2, 1]',
        'flatten          [1, 2, 2, 1]    [1, 4]',
        'fc               [1, 4]          [1, 3]',
        'total            [1, 3, 11, 14]  [1, 3]',
        '',
      ].join('\n'),
    );
    const { total, rows } = JSON.parse(await show('--columns', 'kernel,input,output-bytes', '--json'));
    expect(total).toEqual({ id: '', name: '', depth: 0, inputs: [[1, 3, 11, 14]], outputBytes: 1052 });
    expect(rows[0]).toEqual({
      ...{ id: 'conv1', name: 'conv1', depth: 1 },
      ...{ kernel: [3, 3], inputs: [[1, 3, 11, 14]], outputBytes: 336 },
    });
    const all = await succeed(['show', 'resnet18', '--columns', 'all', '--depth', 'all']);
    expect(all).toMatch(/^ {4}add +add +2 of \[1, 64, 56, 56\] +\[1, 64, 56, 56\] /m);
    expect(all).toMatch(/^maxpool +maxPool +3x3 +\[1, 64, 112, 112\] +\[1, 64, 56, 56\] /m);
  });

  test('a module reads what none of its layers makes', async () => {
    const blocks = await succeed(['show', 'resnet18', '--columns', 'input', '--depth', '2']);
    expect(blocks).toMatch(
      /^layer2 +\[1, 64, 56, 56\]\n {2}0 +\[1, 64, 56, 56\]\n {2}1 +\[1, 128, 28, 28\]$/m,
    );
  });

  test('modules, in the words of PyTorch', async () => {
    expect(await show('--as', 'modules')).toContain(
      '  (conv1): Conv2d(3, 2, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1))\n',
    );
  });

  test('the plan and the arena', async () => {
    expect(await show('--as', 'plan')).toMatch(
      /^input +\[1, 3, 11, 14\]\noutput +\[1, 3\]\nparameters +75\n/,
    );
    const plan = readPlan(await show('--as', 'plan', '--json'), 'stdout');
    expect(await show('--as', 'arena')).toBe(`${drawArena(plan).trimEnd()}\n`);
    expect(JSON.parse(await show('--as', 'arena', '--json'))).toEqual(JSON.parse(JSON.stringify(plan.arena)));
  });

  test('drawings, to a file too', async () => {
    expect(await show('--as', 'dot')).toMatch(/^digraph /);
    const page = await show('--as', 'html');
    expect(page).toMatch(/^<!doctype html>/i);
    expect(await show('--as', 'html', '--out', 'tiny.html')).toBe('');
    expect(readFileSync(join(cwd, 'tiny.html'), 'utf8').trimEnd()).toBe(page.trimEnd());
  });

  test('a graph and a package, like the spec they come from', async () => {
    writeFileSync(join(cwd, 'graph.json'), await show('--as', 'ir', '--after', 'source', '--json'));
    await succeed(['compile', './tiny.ts', '--out', 'package'], { cwd });
    for (const form of ['table', 'modules', 'arena', 'html']) {
      const text = await show('--as', form);
      for (const other of ['graph.json', './package']) {
        expect(await succeed(['show', other, '--as', form], { cwd })).toBe(text);
      }
    }
  });

  test.each([
    [
      'settings of a package',
      ['./generated/resnet50-typescript', '--set', 'classes=2'],
      /a package has no settings, got classes/,
    ],
    ['a sort of a drawing', ['resnet18', '--as', 'dot', '--sort', 'macs'], /--sort is of --as table/],
    ['columns of a plan', ['resnet18', '--as', 'plan', '--columns', 'type'], /--columns is of --as table/],
    ['a pass of a table', ['resnet18', '--after', 'source'], /--before and --after are of --as ir/],
    ['a page as JSON', ['resnet18', '--as', 'html', '--json'], /--as html has no JSON/],
    ['a folder that is no package', ['./specs'], /\.\/specs: has no plan\.json/],
  ])('refuses %s', async (_, args, message) => {
    expect(await refuse(['show', ...args])).toMatch(message);
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
      'cifar-resnet20',
      'resnet101',
      'resnet152',
      'resnet18',
      'resnet34',
      'resnet50',
      'resnet50-v1',
      'resnext50-32x4d',
      'wide-resnet50-2',
    ]);
    for (const { name, settings } of specs) {
      expect(settings.properties.classes?.default).toBe(name.startsWith('cifar') ? 10 : 1000);
    }
  });

  test('targets', async () => {
    expect(await succeed(['targets'])).toMatch(/^target +what it generates\ntypescript +plain TypeScript/);
    const targets: { name: string }[] = JSON.parse(await succeed(['targets', '--json']));
    expect(targets.map(({ name }) => name)).toEqual(['typescript', 'wasm', 'wgsl', 'cuda']);
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
    const entry = join(root, 'dist/compiler/driver/cli/main.js');
    const command = `"${process.execPath}" "${entry}" show resnet50 --as plan --json | head -c 20`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-o', 'pipefail', '-c', command]);
    expect({ stdout, stderr }).toEqual({ stdout: '{\n  "version": 3,\n  ', stderr: '' });
  });
});
