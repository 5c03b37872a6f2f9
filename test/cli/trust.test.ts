/** Who executes the code of a package: `run` and `verify` do, and say so; commands that read packages do not. */

import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeFolder } from './folder.ts';
import { netwright, succeed } from './run.ts';

const cwd = makeFolder();
const at = (...path: readonly string[]): string => join(cwd, ...path);
const mark = at('executed');

beforeAll(async () => {
  await succeed(['compile', './tiny.ts', '--out', 'package', '--weights', 'synthetic'], { cwd });
  const code = `\nimport { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(mark)}, '');\n`;
  for (const folder of ['dist', 'src']) {
    for (const name of readdirSync(at('package', folder), { recursive: true, encoding: 'utf8' })) {
      if (/(?<!\.d)\.[jt]s$/.test(name)) appendFileSync(at('package', folder, name), code);
    }
  }
  writeFileSync(at('input.f32'), new Uint8Array(4 * 3 * 11 * 14));
});

describe('nothing of a package is executed by', () => {
  test.each([
    ...['table', 'modules', 'ir', 'plan', 'arena', 'dot', 'html'].map(form => [
      'show',
      'package',
      '--as',
      form,
    ]),
    ['show', 'package', '--as', 'plan', '--algorithm', 'gather'],
    ['show', 'package', '--as', 'html', '--target', 'wasm'],
    ['diff', 'package', './tiny.ts'],
    ['diff', './tiny.ts', 'package', '--as', 'html'],
    ['pack', 'package', '--weights', 'synthetic'],
    ['compile', './tiny.ts', '--out', 'package2'],
  ])('%s %s %s %s', async (...args) => {
    const { code, stderr } = await netwright(
      args.filter(arg => arg !== undefined),
      { cwd },
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(existsSync(mark)).toBe(false);
  });
});

test.each([
  ['run', 'package', '--input', 'input.f32'],
  ['verify', 'package'],
])('%s executes it, and its help says so', async (...args) => {
  await netwright(args, { cwd });
  expect(existsSync(mark)).toBe(true);
  rmSync(mark);
  expect((await succeed([args[0] ?? '', '--help'])).replaceAll(/\s+/g, ' ')).toContain(
    'executes the code of the package',
  );
});

test('the help of the others says that they do not', async () => {
  for (const command of ['pack', 'show', 'diff']) {
    expect(await succeed([command, '--help'])).toMatch(/executes\s+nothing/);
  }
});

describe('a broken plan is its user’s error in', () => {
  const commands = [
    ['run', 'broken', '--input', 'input.f32'],
    ['verify', 'broken'],
    ['show', 'broken'],
    ['diff', 'broken', './tiny.ts'],
    ['pack', 'broken', '--weights', 'synthetic'],
  ];
  test.each(commands)('%s', async (...args) => {
    await succeed(['compile', './tiny.ts', '--out', 'broken'], { cwd });
    const plan = at('broken/plan.json');
    const text = readFileSync(plan, 'utf8');
    for (const [spoilt, message] of [
      [text.replace('"name": "tiny"', '"name": "tiny", "name": "\\u001b[2J"'), 'the key name appears twice'],
      [text.replace('"name": "tiny"', '"name": "\\u001b[2J"'), 'name: holds control characters'],
      [text.slice(0, 1000), 'not JSON: '],
      [text.replace('"schedule":{"name":"', '"schedule":{"name":"un'), 'has no kernel for it by un'],
      [text.replace('"version": 3', '"version": 3.5'), 'version: this netwright reads plans of version 3'],
    ] as const) {
      writeFileSync(plan, spoilt);
      const { code, stderr } = await netwright(args, { cwd });
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error: broken\/plan\.json: /);
      expect(stderr).toContain(message);
      expect(stderr).toContain('fix: compile the package again');
      expect(stderr).not.toMatch(/\n {4}at |internal error/);
      expect(stderr.includes('\u001b')).toBe(false);
    }
  });
});
