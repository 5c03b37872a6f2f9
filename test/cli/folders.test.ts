/**
 * Paths, files and folders as people give them, and processes that end when they should not: nothing of the user's is
 * lost, nothing of ours is left, and each refusal is one message.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { contentsOf, makeFolder, tinyTensors, writeCheckpoint } from './folder.ts';
import { type Ended, refuse, root, succeed } from './run.ts';

const cwd = makeFolder();
const at = (...path: readonly string[]): string => join(cwd, ...path);
const entry = join(root, 'dist/compiler/driver/cli/main.js');
const isWindows = process.platform === 'win32';

beforeAll(async () => {
  await succeed(['compile', './tiny.ts', '--out', 'package', '--weights', 'synthetic'], { cwd });
  await writeCheckpoint(at('tiny.safetensors'), tinyTensors);
});

describe('an empty path', () => {
  const options = [
    ['compile', './tiny.ts', '--out'],
    ['compile', './tiny.ts', '--out', 'x', '--weights'],
    ['compile', './tiny.ts', '--out', 'x', '--weights', 'tiny.safetensors', '--rename'],
    ['compile', './tiny.ts', '--out', 'x', '--dump'],
    ['compile', './tiny.ts', '--out', 'x', '--tuned'],
    ['run', 'package', '--image'],
    ['run', 'package', '--input'],
    ['run', 'package', '--input', 'x', '--output'],
    ['pack', 'package', '--weights'],
    ['verify', 'package', '--image'],
    ['show', './tiny.ts', '--out'],
    ['diff', 'resnet18', 'resnet34', '--rename-map'],
    ['tune', './tiny.ts', '--out'],
    ['demo', '--out'],
  ];

  test.each(options)('%s %s %s %s %s %s %s', async (...words) => {
    const args = words.filter(word => word !== undefined);
    const before = contentsOf(cwd);
    const message = await refuse([...args, args.at(-1) === '--output' ? ' ' : ''], { cwd });
    expect(message).toMatch(
      new RegExp(`^error: ${args.at(-1)}: is an empty text, expected a path\\n {2}fix: `),
    );
    expect(contentsOf(cwd)).toEqual(before);
  });

  test.each([
    ['run', 'package'],
    ['pack', 'package'],
    ['show', 'network'],
    ['compile', 'spec'],
  ])('%s <%s>', async (command, argument) => {
    const required = { compile: ['--out', 'x'], pack: ['--weights', 'synthetic'] }[command] ?? [];
    expect(await refuse([command, '', ...required], { cwd })).toMatch(
      new RegExp(`^error: <${argument}>: is an empty text`),
    );
  });
});

describe.skipIf(isWindows)('no file is waited for that is none', () => {
  beforeAll(() => void execFileSync('mkfifo', [at('pipe'), at('pipe.json'), at('pipe.ts')]));

  test.each([
    ['an image', ['run', 'package', '--image', 'pipe']],
    ['numbers', ['run', 'package', '--input', 'pipe']],
    ['a checkpoint', ['pack', 'package', '--weights', 'pipe']],
    ['a rename map', ['pack', 'package', '--weights', 'tiny.safetensors', '--rename', 'pipe']],
    ['a table', ['compile', './tiny.ts', '--out', 'x', '--tuned', 'pipe']],
    ['a graph', ['show', './pipe.json']],
    ['a spec', ['show', './pipe.ts']],
    ['the place of a package', ['compile', './tiny.ts', '--out', 'pipe']],
    ['the place of a page', ['show', './tiny.ts', '--out', 'pipe']],
    ['the place of numbers', ['run', 'package', '--input', 'x.f32', '--output', 'pipe']],
  ])('%s', async (_, args) => {
    writeFileSync(at('x.f32'), new Float32Array(3 * 11 * 14));
    expect(await refuse(args, { cwd })).toMatch(
      /pipe(\.json|\.ts)?: is a pipe, expected a (file|folder)\n {2}fix: /,
    );
  });

  test.each(['weights.bin', 'dist/index.js'])('%s of a package', async name => {
    cpSync(at('package'), at('piped'), { recursive: true });
    rmSync(at('piped', name));
    execFileSync('mkfifo', [at('piped', name)]);
    writeFileSync(at('x.f32'), new Float32Array(3 * 11 * 14));
    const message = await refuse(['run', 'piped', '--input', 'x.f32'], { cwd });
    expect(message).toMatch(/piped\/\S+: is a pipe, expected a file\n {2}fix: /);
    rmSync(at('piped'), { recursive: true });
  });

  test.each([
    ['an image', ['run', 'package', '--image', '/dev/zero']],
    ['numbers', ['run', 'package', '--input', '/dev/zero']],
    ['a checkpoint', ['pack', 'package', '--weights', '/dev/zero']],
    ['the place of a graph', ['show', './tiny.ts', '--as', 'ir', '--json', '--out', '/dev/null']],
  ])('%s that is a device', async (_, args) => {
    expect(await refuse(args, { cwd })).toMatch(/\/dev\/\w+: is a device, expected a file/);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe.skipIf(isWindows)('no link is followed where something is written', () => {
  const victim = at('victim');
  beforeAll(() => {
    writeFileSync(victim, 'precious');
    writeFileSync(at('x.f32'), new Float32Array(3 * 11 * 14));
  });

  test.each([
    [
      'compile',
      ['compile', './tiny.ts', '--out', 'linked', '--weights', 'synthetic'],
      ['linked/.netwright-partial', 'linked/weights.bin.partial'],
    ],
    ['pack', ['pack', 'package', '--weights', 'synthetic'], ['package/weights.bin.partial']],
    ['show', ['show', './tiny.ts', '--out', 'table'], ['table.netwright-partial', 'table.partial']],
    ['diff', ['diff', './tiny.ts', './tiny.ts', '--rename-map', 'names'], ['names.netwright-partial']],
    ['run', ['run', 'package', '--input', 'x.f32', '--output', 'y'], ['y.partial']],
  ])('%s, of the names that are known of it', async (_, args, links) => {
    await succeed(['compile', './tiny.ts', '--out', 'linked'], { cwd });
    for (const link of links) symlinkSync(victim, at(link));
    await succeed(args, { cwd });
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    for (const link of links) {
      expect(readFileSync(at(link), 'utf8')).toBe('precious');
      rmSync(at(link));
    }
    rmSync(at('linked'), { recursive: true });
  });

  test.each([
    ['show', ['show', './tiny.ts', '--out', 'to-victim']],
    ['diff', ['diff', './tiny.ts', './tiny.ts', '--rename-map', 'to-victim']],
    ['run', ['run', 'package', '--input', 'x.f32', '--output', 'to-victim']],
    ['tune', ['tune', './tiny.ts', '--target', 'wasm', '--out', 'to-victim']],
    ['--dump', ['compile', './tiny.ts', '--out', 'undumped', '--dump', 'links']],
  ])('%s, of the place itself', async (_, args) => {
    rmSync(at('to-victim'), { force: true });
    rmSync(at('links'), { force: true, recursive: true });
    symlinkSync(victim, at('to-victim'));
    mkdirSync(at('links'));
    symlinkSync(victim, at('links/00-source.txt'));
    expect(await refuse(args, { cwd })).toMatch(
      /is a link, which is neither followed nor replaced\n {2}fix: name/,
    );
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(existsSync(at('undumped'))).toBe(false);
  });
});

test('files of the user’s by names that only the new package has are not replaced', async () => {
  await succeed(['compile', './tiny.ts', '--out', 'changed', '--target', 'cuda'], { cwd });
  writeFileSync(at('changed/package.json'), '{ "name": "mine" }');
  const before = contentsOf(at('changed'));
  expect(await refuse(['compile', './tiny.ts', '--out', 'changed'], { cwd })).toMatch(
    /changed\/package\.json: is no part of the package that is there, and would be replaced\n {2}fix: move it/,
  );
  expect(contentsOf(at('changed'))).toEqual(before);
});

/** Starts a compile that packs, over a package if there is one. */
const start = (out: string, height: number, weights = 'synthetic'): ChildProcess =>
  spawn(
    process.execPath,
    [entry, 'compile', './tiny.ts', '--out', out, '--set', `height=${height}`, '--weights', weights],
    { cwd, stdio: ['ignore', 'pipe', 'pipe'] },
  );

/** How a process ends, after something was done to it. */
const ended = (child: ChildProcess): Promise<Ended & { readonly signal: NodeJS.Signals | null }> => {
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout?.on('data', data => out.push(String(data)));
  child.stderr?.on('data', data => err.push(String(data)));
  return new Promise(done =>
    child.on('close', (code, signal) =>
      done({ code: code ?? -1, signal, stdout: out.join(''), stderr: err.join('') }),
    ),
  );
};

const oursIn = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).filter(name => name.startsWith('.netwright')) : [];

/** Waits for a process to have begun to write into a folder. */
async function writing(folder: string, child: ChildProcess): Promise<void> {
  while (oursIn(folder).length === 0 && child.exitCode === null) await new Promise(setImmediate);
}

test('of compiles that run at once, one wins, and the others say so', async () => {
  const heights = [11, 12, 13];
  for (const height of heights)
    await succeed(
      [
        'compile',
        './tiny.ts',
        '--out',
        `alone-${height}`,
        '--set',
        `height=${height}`,
        '--weights',
        'synthetic',
      ],
      { cwd },
    );
  const all = await Promise.all(heights.map(height => ended(start('raced', height))));
  const winners = heights.filter((_, i) => all[i]?.code === 0);
  for (const { code, stderr, stdout } of all) {
    if (code === 0) continue;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^error: raced: (is being written by|was written by another process).*\n {2}fix: .*\n$/,
    );
  }
  expect(winners.map(height => contentsOf(at(`alone-${height}`)))).toContainEqual(contentsOf(at('raced')));
});

test('killed at any moment, a compile leaves the old package, the new, or what the next takes', async () => {
  await succeed(
    ['compile', './tiny.ts', '--out', 'whole-11', '--set', 'height=11', '--weights', 'synthetic'],
    { cwd },
  );
  await succeed(
    ['compile', './tiny.ts', '--out', 'whole-12', '--set', 'height=12', '--weights', 'synthetic'],
    { cwd },
  );
  const [old, next] = [contentsOf(at('whole-11')), contentsOf(at('whole-12'))];
  await succeed(['compile', './tiny.ts', '--out', 'killed', '--set', 'height=11', '--weights', 'synthetic'], {
    cwd,
  });
  for (const delay of [0, 4, 10, 20]) {
    const child = start('killed', 12);
    const end = ended(child);
    await writing(at('killed'), child);
    await new Promise(done => setTimeout(done, delay));
    child.kill('SIGKILL');
    await end;
    const left = contentsOf(at('killed'));
    const whole = Object.fromEntries(Object.entries(left).filter(([path]) => !path.startsWith('.netwright')));
    if ('plan.json' in left) expect([old, next]).toContainEqual(whole);
    await succeed(
      ['compile', './tiny.ts', '--out', 'killed', '--set', 'height=11', '--weights', 'synthetic'],
      { cwd },
    );
    expect(contentsOf(at('killed'))).toEqual(old);
    expect(oursIn(at('killed'))).toEqual([]);
  }
}, 300_000);

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s leaves nothing, and ends the process as it should',
  async signal => {
    await ended(start('uninterrupted', 11));
    const whole = contentsOf(at('uninterrupted'));
    for (const delay of [0, 5]) {
      const child = start('interrupted/deep', 11);
      const end = ended(child);
      await writing(at('interrupted/deep'), child);
      await new Promise(done => setTimeout(done, delay));
      child.kill(signal);
      const { code, signal: by } = await end;
      if (code !== 0) expect(by).toBe(signal);
      // It may have come when all was in its place already.
      if (existsSync(at('interrupted'))) expect(contentsOf(at('interrupted/deep'))).toEqual(whole);
      expect(oursIn(at('interrupted/deep'))).toEqual([]);
      rmSync(at('interrupted'), { recursive: true, force: true });
    }
  },
  300_000,
);

describe.skipIf(isWindows)('stdout', () => {
  const shell = (line: string): Promise<Ended> =>
    ended(
      spawn('bash', ['-c', `set -o pipefail; ${line}`], {
        cwd,
        env: { ...process.env, NODE: process.execPath, NW: entry },
      }),
    );

  test.each([
    'specs',
    'show ./tiny.ts',
    'show ./tiny.ts --as ir --json',
    '--help',
    'diff ./tiny.ts resnet18',
  ])('that is full is an error of one message: %s', async args => {
    if (!existsSync('/dev/full')) return;
    const { code, stderr } = await shell(`"$NODE" "$NW" ${args} > /dev/full`);
    expect(stderr).toBe(
      'error: stdout: cannot be written: no space is left on its disk\n  fix: write the result to another place\n',
    );
    expect(code).toBe(2);
  });

  test('that no one reads to its end leaves the exit code and the files as they are', async () => {
    const { code, stderr } = await shell(
      '"$NODE" "$NW" show resnet18 --as plan --json | head -1 > /dev/null',
    );
    expect([code, stderr]).toEqual([0, '']);
    const differs = await shell('"$NODE" "$NW" diff resnet18 resnet34 --json | head -1 > /dev/null');
    expect([differs.code, differs.stderr]).toEqual([1, '']);
    const compiled = await shell('"$NODE" "$NW" compile ./tiny.ts --out unread | true');
    expect([compiled.code, compiled.stderr]).toEqual([0, '']);
    expect(existsSync(at('unread/plan.json'))).toBe(true);
  });

  test('and a stderr that is full or closed changes no exit code', async () => {
    if (!existsSync('/dev/full')) return;
    expect(await shell('"$NODE" "$NW" show nothing 2> /dev/full')).toMatchObject({ code: 2, stdout: '' });
    expect(await shell('"$NODE" "$NW" show nothing 2>&-')).toMatchObject({ code: 2, stdout: '' });
    expect(await shell('"$NODE" "$NW" specs > /dev/full 2> /dev/full')).toMatchObject({ code: 2 });
  });
});
