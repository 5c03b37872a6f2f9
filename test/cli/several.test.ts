/** Commands on networks of several inputs and outputs, and on packages that another version of netwright wrote. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { uniform } from '../../compiler/checkpoint/synthetic.ts';
import { syntheticParameters } from '../../compiler/driver/cli/parameters.ts';
import { interpret } from '../../compiler/ir/interpret.ts';
import { readPlan } from '../../compiler/plan/json.ts';
import type { Values } from '../../compiler/target.ts';
import { expectValues } from '../targets/several.ts';
import { makeFolder } from './folder.ts';
import { netwright, refuse, root, succeed } from './run.ts';

const cwd = makeFolder();
const at = (...path: readonly string[]): string => join(cwd, ...path);

const spec = `
import { concat, defineSpec, Linear, Module, type Tensor } from 'netwright';

class Eyes extends Module {
  readonly eye = new Linear(4, 3);
  readonly head = new Linear(6, 2);

  forward({ left, right }: { left: Tensor<[1, 4]>; right: Tensor<[1, 4]> }) {
    const features = concat([this.eye.forward(left), this.eye.forward(right)], 1);
    return { logits: this.head.forward(features), features };
  }
}

export default defineSpec({
  name: 'eyes',
  network: () => new Eyes(),
  input: () => ({ left: [1, 4], right: [1, 4] }),
  outputs: ['logits'],
  labels: ['near', 'far'],
});
`;
const left = uniform('left', [4], -1, 1);
const right = uniform('right', [4], -1, 1);
const inputs = ['--input', 'left=left.f32', '--input', 'right=right.f32'];

const floats = (path: string): Float32Array => {
  const { buffer, byteOffset, byteLength } = readFileSync(at(path));
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
};

beforeAll(async () => {
  writeFileSync(at('eyes.ts'), spec);
  writeFileSync(at('left.f32'), left);
  writeFileSync(at('right.f32'), right);
  const compile = ['compile', './eyes.ts', '--weights', 'synthetic', '--outputs', 'logits,features'];
  await succeed([...compile, '--out', 'both'], { cwd });
});

describe('run', () => {
  test('takes and writes a file for each name', async () => {
    const out = ['--output', 'features=f.f32', '--output', 'logits=l.f32'];
    const stdout = await succeed(['run', 'both', ...inputs, ...out], { cwd });
    expect(stdout).toMatch(/^probability {2}class\n.*\nfeatures {2}\[1, 6\], 6 numbers\n/s);
    const plan = readPlan(readFileSync(at('both/plan.json'), 'utf8'), 'plan.json');
    const values: Values = { left, right };
    const expected = await interpret(plan.source, ({ path, type, op }) =>
      op.name === 'input'
        ? Float64Array.from(values[path] ?? [])
        : syntheticParameters.read(path, type.shape),
    );
    expectValues(
      { logits: floats('l.f32'), features: floats('f.f32') },
      new Map(plan.outputs.map(({ name }, i) => [name, expected[i]?.data ?? new Float64Array()])),
    );
  });

  test('says the others by name, as JSON', async () => {
    const { best, outputs } = JSON.parse(await succeed(['run', 'both', ...inputs, '--json'], { cwd }));
    expect(best.map(({ label }: { label: string }) => label).toSorted()).toEqual(['far', 'near']);
    expect(Object.keys(outputs)).toEqual(['features']);
    expect(outputs.features.shape).toEqual([1, 6]);
  });

  test.each<[string, readonly string[], string]>([
    [
      'a file of no name',
      ['--input', 'left.f32'],
      'it is not said which of them left.f32 is\n  fix: it has left, right',
    ],
    ['a name that there is not', ['--input', 'lift=left.f32'], 'no input is called lift; did you mean left?'],
    ['a name twice', [...inputs, '--input', 'left=right.f32'], '--input: left is given twice'],
    ['one that is missing', inputs.slice(0, 2), '--input: no file for right\n  fix: give --input right=FILE'],
    ['an output of no name', [...inputs, '--output', 'y.f32'], 'not said which of them y.f32 is'],
    [
      'an image',
      ['--image', join(root, 'specs/data/chelsea.png')],
      'eyes takes no images, its inputs are left, right',
    ],
  ])('refuses %s', async (_, args, message) => {
    expect(await refuse(['run', 'both', ...args], { cwd })).toContain(message);
  });
});

test('verify holds each output to the oracle', async () => {
  expect(await succeed(['verify', 'both'], { cwd })).toMatch(/\noutput logits .*\noutput features /);
  const { outputs, passed } = JSON.parse(await succeed(['verify', 'both', '--json'], { cwd }));
  expect(passed).toBe(true);
  expect(outputs.map(({ layer }: { layer: string }) => layer)).toEqual(['logits', 'features']);
});

test('show tells of inputs and outputs by name', async () => {
  const text = await succeed(['show', './eyes.ts', '--outputs', 'features,logits', '--as', 'plan'], { cwd });
  expect(text).toMatch(
    /inputs +left \[1, 4\]\n +right \[1, 4\]\noutputs +logits \[1, 2\]\n +features \[1, 6\]/,
  );
});

test('diff tells of outputs that come and go, as breaking', async () => {
  const { code, stdout } = await netwright(['diff', './eyes.ts', 'both'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain('logits [1, 2], features [1, 6]');
});

test('an output that there is not is refused, with those that there are', async () => {
  const message = await refuse(['compile', './eyes.ts', '--outputs', 'embedding', '--out', 'none'], { cwd });
  expect(message).toContain('no output is called embedding\n  fix: it has logits, features');
});

test('without its scores a network is no classifier', async () => {
  await succeed(
    ['compile', './eyes.ts', '--weights', 'synthetic', '--outputs', 'features', '--out', 'features'],
    { cwd },
  );
  expect(await succeed(['run', 'features', ...inputs], { cwd })).toMatch(/^output {2}\[1, 6\], 6 numbers\n/s);
  expect(readFileSync(at('features/plan.json'), 'utf8')).not.toContain('labels');
});

describe.each([
  [
    'an earlier',
    2,
    'compile it again, and pack its weights again: `netwright compile eyes --target typescript --out old --weights FILE`',
  ],
  ['a later', 99, 'update netwright'],
] as const)('a package that %s netwright wrote', (which, version, fix) => {
  test.each([
    [['run', 'old', ...inputs]],
    [['pack', 'old', '--weights', 'synthetic']],
    [['show', 'old']],
    [['diff', 'old', './eyes.ts']],
    [['verify', 'old']],
  ])('%j says so, and what to do', async args => {
    await succeed(['compile', './eyes.ts', '--weights', 'synthetic', '--out', 'old'], { cwd });
    const plan = JSON.parse(readFileSync(at('old/plan.json'), 'utf8'));
    writeFileSync(at('old/plan.json'), JSON.stringify({ ...plan, version, arena: 'of another form' }));
    const message = await refuse(args, { cwd });
    expect(message).toContain(`is a plan of version ${version}, which ${which} netwright wrote`);
    expect(message).toContain(fix);
  });
});
