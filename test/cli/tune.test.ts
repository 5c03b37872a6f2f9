/** Other algorithms than the model's: forced, measured by `netwright tune`, and taken from its table. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readTable } from '../../compiler/driver/tuning/table.ts';
import type { Schedule } from '../../compiler/plan/implementation.ts';
import { readPlan } from '../../compiler/plan/json.ts';
import { makeFolder } from './folder.ts';
import { refuse, succeed } from './run.ts';
import { vggSpec } from './vgg.ts';

const cwd = makeFolder();
writeFileSync(join(cwd, 'block.ts'), vggSpec['lib/block.ts']);
writeFileSync(join(cwd, 'my-net.ts'), vggSpec['my-net.ts'].replace('./lib/block.ts', './block.ts'));

/** The algorithm of each layer of a plan. */
function algorithmsIn(text: string): Readonly<Record<string, Schedule>> {
  const { steps, kernels } = readPlan(text, 'plan');
  return Object.fromEntries(
    steps.flatMap(({ layer, kernel: place }) => {
      const kernel = kernels[place];
      return kernel?.kind === 'contract' ? [[layer, kernel.schedule]] : [];
    }),
  );
}

/** The same in a few words. */
const namesIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(algorithmsIn(text)).map(([layer, { name }]) => [layer, name]));

const plan = (...args: readonly string[]): Promise<string> =>
  succeed(['show', './my-net.ts', '--as', 'plan', '--json', ...args], { cwd });

describe.concurrent('--algorithm', () => {
  test('forces an algorithm where it applies', async () => {
    expect(namesIn(await plan('--target', 'wasm', '--algorithm', 'winograd2'))).toEqual({
      'stage1.0.conv': 'winograd2',
      'stage1.1.conv': 'winograd2',
      'stage2.0.conv': 'winograd2',
      'gate.0': 'panel',
      'gate.2': 'panel',
      head: 'panel',
    });
  });

  test('of some layers goes before that of all', async () => {
    const args = ['stage1=winograd4', 'stage1.1.*=gather', 'winograd2'];
    expect(namesIn(await plan(...args.flatMap(text => ['--algorithm', text])))).toMatchObject({
      'stage1.0.conv': 'winograd4',
      'stage1.1.conv': 'gather',
      'stage2.0.conv': 'winograd2',
    });
  });

  test('gives a package of the same answers, that says so', async () => {
    const args = ['--target', 'wasm', '--algorithm', 'winograd4', '--out', 'forced'];
    await succeed(['compile', './my-net.ts', ...args, '--weights', 'synthetic'], { cwd });
    expect(Object.values(namesIn(readFileSync(join(cwd, 'forced/plan.json'), 'utf8')))).toContain(
      'winograd4',
    );
    expect(await succeed(['verify', 'forced'], { cwd })).toContain('✓ my-net');
  });

  test.each([
    [
      'a name',
      ['--algorithm', 'winograd3'],
      /typescript has no algorithm winograd3; did you mean winograd[24]\?\n {2}fix: it has direct,/,
    ],
    [
      'a layer',
      ['--algorithm', 'stage3=direct'],
      /has no convolution or linear layer stage3; did you mean stage[12]\?/,
    ],
    [
      'a layer that it is not for',
      ['--algorithm', 'head=winograd2'],
      /winograd2 cannot compute head: it is for 3x3 windows of stride 1\n {2}fix: take one of direct, matrix, gather/,
    ],
    [
      'what applies nowhere',
      ['--target', 'wasm', '--algorithm', 'depthwise'],
      /depthwise can compute no layer of my-net/,
    ],
    [
      'what another target has',
      ['--target', 'wgsl', '--algorithm', 'band'],
      /the target wgsl has no algorithm band.*\n {2}fix: it has direct, vector, grouped, patch, tiled/,
    ],
    ['a text', ['--algorithm', 'a=b=c'], /'a=b=c' is invalid\. Expected a name, or layers=name/],
  ] as const)('refuses %s', async (_, args, message) => {
    expect(await refuse(['compile', './my-net.ts', '--out', 'refused', ...args], { cwd })).toMatch(message);
    expect(existsSync(join(cwd, 'refused'))).toBe(false);
  });
});

describe('`tune`', () => {
  let told = '';

  beforeAll(async () => {
    told = await succeed(['tune', './tiny.ts', '--target', 'wasm', '--runs', '1', '--out', 'tuned.json'], {
      cwd,
    });
  });

  const table = () => readTable(readFileSync(join(cwd, 'tuned.json'), 'utf8'), 'tuned.json');

  test('tells of every layer, and writes the fastest of each', () => {
    expect(told).toMatch(/^conv1 +[\d.]+ m?s +[\d.]+ +band /m);
    expect(told).toMatch(/^fc +[\d.]+ m?s +[\d.]+ +panel /m);
    expect(told).toMatch(/^\d of 2 choices .*\n✓ tuned\.json\n$/m);
    const { target, machine, fastest } = table();
    expect(target).toBe('wasm');
    expect(machine.engine).toContain(process.versions.node);
    expect([...fastest.keys()]).toEqual([
      'conv 3x3 stride 2 padding 1 of planes: [1, 3, 11, 14] -> [1, 2, 6, 7]',
      'linear: [1, 4, 1, 1] -> [1, 3, 1, 1]',
    ]);
  });

  test('updates a table, and measures some layers alone', async () => {
    const json = await succeed(
      [
        'tune',
        './tiny.ts',
        '--target',
        'wasm',
        '--set',
        'width=15',
        '--layer',
        'conv*',
        '--runs',
        '1',
        '--out',
        'tuned.json',
        '--json',
      ],
      { cwd },
    );
    const { contractions } = JSON.parse(json);
    expect(contractions).toMatchObject([{ layers: ['conv1'], chosen: { name: 'band' } }]);
    expect(contractions[0].tried.length).toBeGreaterThan(2);
    expect(table().fastest.size).toBe(3);
    expect(readdirSync(cwd).filter(name => name.includes('partial'))).toEqual([]);
  });

  test('measures TypeScript too', async () => {
    const json = await succeed(['tune', './tiny.ts', '--layer', 'fc', '--runs', '1', '--json'], { cwd });
    expect(JSON.parse(json)).toMatchObject({
      target: 'typescript',
      contractions: [{ chosen: { name: 'matrix' } }],
    });
  });

  test.each([
    ['a layer', ['--layer', 'conv9'], /--layer: tiny has no convolution or linear layer conv9/],
    [
      'a table of another target',
      ['--out', 'tuned.json'],
      /tuned\.json: is of the target wasm, not of typescript/,
    ],
    ['a table that is none', ['--out', 'tiny.ts'], /tiny\.ts: is not JSON/],
  ])('refuses %s before it measures', async (_, args, message) => {
    expect(await refuse(['tune', './tiny.ts', ...args], { cwd })).toMatch(message);
  });
});

describe.concurrent('--tuned', () => {
  const write = (name: string, change: object): void =>
    writeFileSync(
      join(cwd, name),
      JSON.stringify({
        version: 2,
        target: 'wasm',
        machine: { cpu: 'some', engine: 'Node' },
        fastest: [],
        ...change,
      }),
    );
  const entry = (algorithm: object) => ({
    fastest: [{ contraction: 'conv 3x3 padding 1: [1, 8, 16, 16] -> [1, 8, 16, 16]', schedule: algorithm }],
  });
  const odd = { name: 'band', tile: { rows: 5, columns: 4 }, strip: 3 };

  test('goes before the model, and behind what is forced', async () => {
    write('odd.json', entry(odd));
    const args = ['--target', 'wasm', '--tuned', 'odd.json'];
    const model = algorithmsIn(await plan('--target', 'wasm'));
    expect(algorithmsIn(await plan(...args))).toEqual({ ...model, 'stage1.1.conv': odd });
    const forced = namesIn(await plan(...args, '--algorithm', 'winograd2'));
    expect(forced).toMatchObject({ 'stage1.1.conv': 'winograd2' });
  });

  test('is told the same of a package, which is planned anew', async () => {
    write('again.json', entry(odd));
    await succeed(['compile', './my-net.ts', '--target', 'wasm', '--out', 'planned'], { cwd });
    const args = ['show', './planned', '--as', 'plan', '--json', '--target', 'wasm'];
    const kept = algorithmsIn(await succeed(args, { cwd }));
    const anew = algorithmsIn(await succeed([...args, '--tuned', 'again.json'], { cwd }));
    expect(anew).toEqual({ ...kept, 'stage1.1.conv': odd });
  });

  test.each([
    ['no file', undefined, /no such file\n {2}fix: check the path/],
    ['half a schedule', entry({ name: 'band' }), /cannot compute it by band/],
    ['no schedule', entry({ name: 'band', strip: -1 }), /fastest\.0\.schedule\.strip/],
    [
      'what cannot be',
      entry({ name: 'panel', tile: { rows: 2, columns: 16 } }),
      /cannot compute it by panel 2x16/,
    ],
  ] as const)('refuses %s', async (title, change, message) => {
    const name = `${title.replaceAll(' ', '-')}.json`;
    if (change) write(name, change);
    const args = ['compile', './my-net.ts', '--target', 'wasm', '--tuned', name, '--out', `refused-${name}`];
    const said = await refuse(args, { cwd });
    expect(said).toMatch(message);
    expect(said.startsWith(`error: ${name}: `)).toBe(true);
    expect(existsSync(join(cwd, `refused-${name}`))).toBe(false);
  });
});
