/** Checkpoints as people have them, from the command line: parts chosen, tensors left out, settings found. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeFolder, tinyTensors, writeCheckpoint } from './folder.ts';
import { netwright, refuse, succeed } from './run.ts';

const cwd = makeFolder();
const at = (name: string): string => join(cwd, name);

const spec = `
import { z } from 'zod';
import { BatchNorm1d, defineSpec, Linear, Module, type Tensor } from 'netwright';

class Net extends Module {
  readonly first: Linear<4, number>;
  readonly bn: BatchNorm1d<number>;
  readonly fc: Linear<number, number>;
  /** Of training alone. */
  readonly aux = new Linear(4, 2);
  constructor(width: number, classes: number) {
    super();
    this.first = new Linear(4, 4 * width);
    this.bn = new BatchNorm1d(4 * width);
    this.fc = new Linear(4 * width, classes);
  }
  forward(x: Tensor<[1, 4]>) {
    return this.fc.forward(this.bn.forward(this.first.forward(x)));
  }
}

const size = z.coerce.number().int().positive();

export default defineSpec({
  name: 'wide',
  summary: 'of some width',
  settings: z.strictObject({ width: size.default(2), classes: size.default(10), batch: size.default(1) }),
  network: ({ width, classes }) => new Net(width, classes),
  input: () => [1, 4],
});
`;

const wide = (width: number, classes: number): (readonly [string, readonly number[]])[] => [
  ['first.weight', [4 * width, 4]],
  ['first.bias', [4 * width]],
  ...['weight', 'bias', 'running_mean', 'running_var'].map(role => [`bn.${role}`, [4 * width]] as const),
  ['fc.weight', [classes, 4 * width]],
  ['fc.bias', [classes]],
];

const compiled = (file: string, ...args: readonly string[]): readonly string[] => [
  ...['compile', './wide.ts', '--out', 'wide', '--weights', file],
  ...args,
];

beforeAll(async () => {
  writeFileSync(at('wide.ts'), spec);
  await writeCheckpoint(at('classes.safetensors'), wide(2, 7));
  await writeCheckpoint(at('both.safetensors'), wide(3, 7));
  await writeCheckpoint(at('odd.safetensors'), [...wide(2, 7).slice(0, -1), ['fc.bias', [9]]]);
  await writeCheckpoint(at('aux.safetensors'), [...wide(2, 10), ['aux.weight', [2, 4]], ['aux.bias', [2]]]);
  await writeCheckpoint(
    at('students.safetensors'),
    ['student', 'teacher'].flatMap(who =>
      tinyTensors.map(([name, shape]) => [`${who}.${name}`, shape] as const),
    ),
  );
  await writeCheckpoint(at('extra.safetensors'), [...tinyTensors, ['head.weight', [3]]]);
  await succeed(['compile', './tiny.ts', '--out', 'tiny'], { cwd });
}, 60_000);

/** What follows `fix: ` in a message. */
const fixOf = (message: string): string => /fix: (.*)$/m.exec(message)?.[1] ?? '';

describe('a setting that explains the shapes is named, and works', () => {
  test.each([
    ['classes.safetensors', '--set classes=7'],
    ['both.safetensors', '--set width=3 --set classes=7'],
  ])('%s', async (file, settings) => {
    const message = await refuse(compiled(file), { cwd });
    expect(fixOf(message)).toBe(`${settings}: with it the checkpoint fits`);
    expect(await succeed(compiled(file, ...settings.split(' ')), { cwd })).toContain(file);
  });

  test('and none where none does', async () => {
    expect(fixOf(await refuse(compiled('odd.safetensors'), { cwd }))).toBe(
      'compile the spec with the settings the checkpoint was trained with',
    );
  });

  test('of a package, which has to be compiled again', async () => {
    await succeed(['compile', './wide.ts', '--out', 'wide'], { cwd });
    const message = await refuse(['pack', 'wide', '--weights', 'classes.safetensors'], { cwd });
    expect(message).toContain('shape: fc.weight is [7, 8], expected [10, 8]');
    expect(fixOf(message)).toMatch(/^compile the package again .* --set classes=7 as it seems$/);
  });
});

test('tensors of what does not run are left out, and that is said in one line', async () => {
  const { code, stderr } = await netwright(compiled('aux.safetensors'), { cwd });
  expect([code, stderr]).toEqual([0, 'left out of aux.safetensors: aux.* (2 tensors)\n']);
});

describe.each([
  ['pack', ['pack', 'tiny']],
  ['compile', ['compile', './tiny.ts', '--out', 'again']],
])('%s', (_, command) => {
  test('--key chooses where two parts fit', async () => {
    const args = [...command, '--weights', 'students.safetensors'];
    expect(fixOf(await refuse(args, { cwd }))).toBe('choose one: --key student or --key teacher');
    await succeed([...args, '--key', 'student'], { cwd });
    expect(await refuse([...args, '--key', 'studnt'], { cwd })).toMatch(
      /under the key studnt\n.*student \(8 /,
    );
  });

  test('--ignore drops what is too many', async () => {
    const args = [...command, '--weights', 'extra.safetensors'];
    expect(fixOf(await refuse(args, { cwd }))).toMatch(/--ignore 'head\.\*'$/);
    await succeed([...args, '--ignore', 'head.*'], { cwd });
    expect(await refuse([...args, '--ignore', 'hed.*'], { cwd })).toContain(
      'no tensor has a name like hed.*',
    );
  });

  test.each([
    ['--key', 'student'],
    ['--ignore', 'head.*'],
  ])('%s is of a checkpoint', async (option, value) => {
    const args = [...command, '--weights', 'synthetic', option, value];
    expect(await refuse(args, { cwd })).toMatch(/of a checkpoint, got --weights synthetic\n {2}fix: /);
  });
});

test('verify reads the checkpoint as it was packed', async () => {
  const key = ['--weights', 'students.safetensors', '--key', 'teacher'];
  await succeed(['pack', 'tiny', ...key], { cwd });
  expect(await succeed(['verify', 'tiny', ...key], { cwd })).toContain('✓ tiny');
});
