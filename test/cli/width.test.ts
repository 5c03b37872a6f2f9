/** Every table minds `COLUMNS` and the terminal; in a pipe it is as wide as it is. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { beforeAll, describe, expect, test } from 'vitest';
import { widthOf } from '../../compiler/driver/cli/output.ts';
import { makeFolder } from './folder.ts';
import { netwright, succeed } from './run.ts';

const cwd = makeFolder();

/** Wide characters, a path that is long, labels that are longer. */
const wide = `
import { z } from 'zod';
import { AdaptiveAvgPool2d, Conv2d, defineSpec, flatten, imagenetPreprocessing, Module } from 'netwright';
class Inner extends Module {
  aVeryLongNameOfALayerThatGoesOnAndOnAndOn = new Conv2d(3, 3, { kernel: 3, padding: 1 });
  畳み込み = new Conv2d(3, 3, { kernel: 3, padding: 1 });
  forward(x) { return this.畳み込み.forward(this.aVeryLongNameOfALayerThatGoesOnAndOnAndOn.forward(x)); }
}
class Net extends Module {
  backboneOfTheWholeNetwork = new Inner();
  pool = new AdaptiveAvgPool2d([1, 1]);
  forward(x) { return flatten(this.pool.forward(this.backboneOfTheWholeNetwork.forward(x))); }
}
export default defineSpec({
  name: 'wide', summary: 'wide', settings: z.strictObject({}), network: () => new Net(), input: () => [1, 3, 8, 8],
  preprocessing: () => imagenetPreprocessing({ height: 8, width: 8 }),
  labels: ['名前の長い猫名前の長い猫名前の長い猫名前の長い猫', 'dog, a domestic dog that is very well behaved indeed', '🐈 cat'],
});
`;

beforeAll(async () => {
  writeFileSync(join(cwd, 'wide.mjs'), wide);
  for (const folder of ['a', 'b']) mkdirSync(join(cwd, folder));
  writeFileSync(join(cwd, 'a/wide.mjs'), wide);
  writeFileSync(
    join(cwd, 'b/wide.mjs'),
    wide.replace('Conv2d(3, 3, { kernel: 3, padding: 1 })', 'Conv2d(3, 3, { kernel: 1 })'),
  );
  writeFileSync(join(cwd, 'x.f32'), new Float32Array(3 * 8 * 8).fill(0.5));
  await succeed(['compile', './wide.mjs', '--out', 'wide', '--weights', 'synthetic'], { cwd });
});

const commands: readonly (readonly string[])[] = [
  ['show', './wide.mjs', '--depth', 'all'],
  ['show', './wide.mjs', '--depth', 'all', '--sort', 'macs', '--columns', 'all'],
  ['show', './wide.mjs', '--as', 'plan'],
  ['show', './wide.mjs', '--as', 'arena'],
  ['specs'],
  ['targets'],
  ['verify', 'wide', '--layers'],
  ['run', 'wide', '--input', 'x.f32'],
];

describe.concurrent.each([40, 80])('with COLUMNS=%i', width => {
  test.each(commands.map(args => [args.join(' '), args] as const))('%s', async (_, args) => {
    const text = await succeed(args, { cwd, env: { COLUMNS: String(width) } });
    // Sentences below a table are the terminal's to wrap, at any letter.
    const lines = text.split('\n').filter(line => !/^(deviation: |wide, )/.test(line));
    expect(lines.filter(line => stringWidth(line) > width)).toEqual([]);
  });

  test('the tables of diff', async () => {
    const args = ['diff', 'a/wide.mjs', 'b/wide.mjs'];
    const { stdout } = await netwright(args, { cwd, env: { COLUMNS: String(width) } });
    const tables = stdout.split('\n\n').filter(part => /^(parameters|stage|backbone)/m.test(part));
    expect(tables.length).toBeGreaterThan(0);
    for (const line of tables
      .join('\n')
      .split('\n')
      .filter(line => !/^backbone.*: /.test(line))) {
      expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }
  });
});

test('labels stand in their columns, however wide their characters', async () => {
  const lines = (await succeed(['run', 'wide', '--input', 'x.f32'], { cwd })).split('\n').slice(1, 4);
  const places = lines.map(line => stringWidth(line.slice(0, line.indexOf('#'))));
  expect(new Set(places).size).toBe(1);
});

test('a pipe has the whole width, whatever is wide', async () => {
  const text = await succeed(['show', './wide.mjs', '--depth', 'all', '--sort', 'macs'], { cwd });
  expect(text).toContain('backboneOfTheWholeNetwork.aVeryLongNameOfALayerThatGoesOnAndOnAndOn  conv2d');
  expect(text).not.toContain('…');
  const sizes = { cwd, env: { COLUMNS: 'wide' } };
  expect(await succeed(['show', './wide.mjs', '--depth', 'all', '--sort', 'macs'], sizes)).toBe(text);
});

test('a file has the whole width and no colours, whatever the terminal has', async () => {
  const args = ['show', './wide.mjs', '--depth', 'all'];
  const text = await succeed(args, { cwd });
  const env = { COLUMNS: '40', FORCE_COLOR: '1' };
  await succeed([...args, '--out', 'table.txt'], { cwd, env });
  expect(readFileSync(join(cwd, 'table.txt'), 'utf8').trimEnd()).toBe(text.trimEnd());
});

test('help minds it too', async () => {
  const help = await succeed(['show', '--help'], { env: { COLUMNS: '64' } });
  const [, options = ''] = help.split('Options:\n');
  const [described = ''] = options.split('\n\n');
  for (const line of described.split('\n')) expect(line.length).toBeLessThanOrEqual(64);
});

test.each([
  ['the terminal', { isTTY: true, columns: 100 }, {}, 100],
  ['COLUMNS before it', { isTTY: true, columns: 100 }, { COLUMNS: '60' }, 60],
  ['COLUMNS in a pipe', { isTTY: false, columns: 0 }, { COLUMNS: '60' }, 60],
  ['a terminal that does not know', { isTTY: true, columns: 0 }, {}, Number.POSITIVE_INFINITY],
  ['a COLUMNS of 0', { isTTY: true, columns: 90 }, { COLUMNS: '0' }, 90],
  ['a COLUMNS that is no number', { isTTY: false, columns: 0 }, { COLUMNS: '8o' }, Number.POSITIVE_INFINITY],
])('the width is that of %s', (_, stream, env, width) => {
  expect(widthOf(stream, env)).toBe(width);
});
