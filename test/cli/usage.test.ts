/** Help, version, and what is answered to names that do not exist: exit 2, one message, no stack unless `--debug`. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFolder } from './folder.ts';
import { netwright, refuse, root, succeed } from './run.ts';

const folder = makeFolder();

const commands = [
  'compile',
  'run',
  'eval',
  'pack',
  'verify',
  'show',
  'diff',
  'specs',
  'targets',
  'init',
  'demo',
  'tune',
];

describe.concurrent('help', () => {
  test('lists every command, gives examples and the exit codes', async () => {
    const help = await succeed(['--help']);
    const listed = [...help.matchAll(/^ {2}([a-z]+) .*\[options\]|^ {2}([a-z]+) \[options\]/gm)];
    expect(listed.map(([, a, b]) => a ?? b)).toEqual(commands);
    expect(help).toContain('Examples:');
    expect(help).toContain('Exit codes: 0 done, 1 a negative answer');
  });

  test.each(commands)('of %s says what it does and describes every option', async command => {
    const help = await succeed([command, '--help']);
    expect(help).toMatch(new RegExp(`^Usage: netwright ${command} \\[options\\]`));
    const [, options = ''] = help.split('Options:\n');
    // An option without a description would end its line after its name.
    expect(options.split('\n').filter(line => /^ {2}-\S+( [<[]\S+)?$/.test(line))).toEqual([]);
    expect(options).toContain('-h, --help');
  });

  test('without a command goes to stderr, and is an error', async () => {
    const { code, stdout, stderr } = await netwright([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: netwright/);
  });
});

test('the version is that of package.json', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(await succeed(['--version'])).toBe(`${version}\n`);
});

const out = join(folder, 'out');

test.concurrent.each([
  [
    'command',
    ['compil'],
    /unknown command 'compil'\n\(Did you mean compile\?\)\n {2}fix: the commands are compile, run, /,
  ],
  [
    'option',
    ['compile', 'resnet18', '--out', 'x', '--sett', 'a=1'],
    /unknown option '--sett'\n\(Did you mean --set\?\)\n {2}fix: --help after the command/,
  ],
  ['argument too many', ['targets', 'x'], /too many arguments for 'targets'/],
  ['argument too few', ['run'], /missing required argument 'package'/],
  ['missing --out', ['compile', 'resnet18'], /required option '--out <dir>' not specified/],
  [
    'spec',
    ['show', 'resnet19'],
    /no spec is called 'resnet19'; did you mean resnet18\?\n {2}fix: `netwright specs` lists them \(article-resnet50, /,
  ],
  [
    'spec that is like none',
    ['show', 'xyz'],
    /no spec is called 'xyz'\n {2}fix: `netwright specs` lists them \(/,
  ],
  ['spec file', ['show', './none.ts'], /\.\/none\.ts: no such file\n {2}fix: check the path/],
  [
    'setting',
    ['show', 'resnet18', '--set', 'clases=10'],
    /^error: resnet18: no setting is called clases; did you mean classes\?\n {2}fix: its settings are classes, batch, height, width$/m,
  ],
  [
    'setting of no value',
    ['show', 'resnet18', '--set', 'classes'],
    /--set .*'classes' is invalid\. Expected name=value/,
  ],
  [
    'setting that is no number',
    ['show', 'resnet18', '--set', 'classes=ten'],
    /resnet18: classes: .*expected number, got ten\n/,
  ],
  [
    'setting of an empty value',
    ['show', 'resnet18', '--set', 'classes='],
    /resnet18: classes has no value\n {2}fix: its settings are/,
  ],
  [
    'setting that is given twice',
    ['show', 'resnet18', '--set', 'classes=1', '--set', 'classes=2'],
    /--set .*classes is set twice, to 1 and to 2\./,
  ],
  [
    'setting that every object has',
    ['show', 'resnet18', '--set', '__proto__=1'],
    /no setting is called __proto__\n {2}fix: its settings are/,
  ],
  ['setting out of range', ['show', 'resnet18', '--set', 'classes=0'], /resnet18: classes: .*>0/],
  [
    'target',
    ['compile', 'resnet18', '--target', 'typescrip', '--out', out],
    /'typescrip' is invalid\. Allowed choices are typescript, .*\. Did you mean typescript\?/,
  ],
  [
    'choice of a target',
    ['compile', 'resnet18', '--target', 'cuda', '--precision', 'f8', '--out', out],
    /'f8' is invalid\. Allowed choices are f32, tf32, 3xtf32, f16/,
  ],
  [
    'choice that the target does not leave',
    ['compile', 'resnet18', '--precision', 'f16', '--out', out],
    /--precision: the target typescript leaves no such choice\n {2}fix: leave it out, or --target cuda/,
  ],
  ['form', ['show', 'resnet18', '--as', 'x'], /'x' is invalid\. Allowed choices are table, .*, html\.\n/],
  ['form that is like one', ['show', 'resnet18', '--as', 'modlues'], /html\. Did you mean modules\?/],
  ['form of a difference', ['diff', 'a', 'b', '--as', 'Markdown'], /html\. Did you mean markdown\?/],
  ['order', ['show', 'resnet18', '--sort', 'params'], /output-bytes\. Did you mean parameters\?/],
  [
    'column',
    ['show', 'resnet18', '--columns', 'type,kernal'],
    /Allowed choices are type, kernel, .*, all\. Did you mean kernel\?/,
  ],
  ['column that is there twice', ['show', 'resnet18', '--columns', 'type,type'], /type is there twice/],
  ['no column', ['show', 'resnet18', '--columns', ''], /Allowed choices are type, kernel/],
  ['depth', ['show', 'resnet18', '--depth', 'al'], /Expected a whole number, or `all`\. Did you mean all\?/],
  [
    'algorithm',
    ['show', 'resnet18', '--target', 'wasm', '--as', 'plan', '--algorithm', 'winogard2'],
    /the target wasm has no algorithm winogard2; did you mean winograd2\?\n {2}fix: it has direct, /,
  ],
  [
    'layers of an algorithm',
    ['show', 'resnet18', '--target', 'wasm', '--as', 'plan', '--algorithm', 'lyer1=direct'],
    /no convolution or linear layer lyer1; did you mean layer1\?\n {2}fix: .*: conv1, layer1\.0\.conv1, /,
  ],
  [
    'layers to tune',
    ['tune', 'resnet18', '--layer', 'layer1.0.conv3'],
    /no convolution or linear layer layer1\.0\.conv3; did you mean layer1\.0\.conv1\?\n/,
  ],
  [
    'weights',
    ['compile', 'resnet18', '--weights', 'synthetc', '--out', out],
    /synthetc: no such file; did you mean synthetic\?\n {2}fix: give --weights synthetic, --weights pretrained, or/,
  ],
  [
    'pass',
    ['show', 'resnet18', '--as', 'ir', '--after', 'x'],
    /'x' is invalid\. Allowed choices are source, /,
  ],
  [
    'package',
    ['verify', folder],
    /has no plan\.json, so it is no package\n {2}fix: make one with `netwright compile/,
  ],
] as const)('unknown or wrong: %s', async (_, args, message) => {
  expect(await refuse(args)).toMatch(message);
});

test.concurrent.each([['before'], ['after']])('--debug %s the command prints the stack', async where => {
  const args = ['show', 'resnet19'];
  const { code, stderr } = await netwright(where === 'before' ? ['--debug', ...args] : [...args, '--debug']);
  expect(code).toBe(2);
  expect(stderr).toContain("no spec is called 'resnet19'");
  expect(stderr).toMatch(/^\s+at .*specs\.js:\d+:\d+/m);
});
