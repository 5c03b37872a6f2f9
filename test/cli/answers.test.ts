/** Answers that must not mislead: probabilities that are some already, outputs that are no numbers, wrong borders. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from './folder.ts';
import { netwright, refuse, succeed } from './run.ts';

const cwd = makeFolder();

/** A spec over three features: a linear layer, then what `end` says. */
const write = (file: string, { name = 'small', end = '', shape = '[1, 3]', more = '' } = {}): void =>
  writeFileSync(
    join(cwd, file),
    `import { defineSpec, Linear, Module, Softmax, type Tensor } from 'netwright';
     import { z } from 'zod';
     class Net extends Module {
       readonly fc = new Linear(3, 3);
       readonly softmax = new Softmax();
       forward(x: Tensor<[1, 3]>) { const y = this.fc.forward(x); return y${end}; }
     }
     export default defineSpec({
       name: ${JSON.stringify(name)}, summary: '', settings: z.strictObject({}),
       network: () => new Net(), input: () => ${shape}, ${more}
     });`,
  );

const input = (file: string, ...numbers: number[]): void =>
  writeFileSync(join(cwd, file), Float32Array.from(numbers));

test('a network that ends in a softmax is not softmaxed again', async () => {
  write('small.ts', { end: ' && this.softmax.forward(y)' });
  input('x.f32', 1, -2, 0.5);
  await succeed(['compile', './small.ts', '--out', 'soft', '--weights', 'synthetic'], { cwd });
  const text = await succeed(['run', 'soft', '--input', 'x.f32', '--output', 'y.f32', '--json'], { cwd });
  const { best } = JSON.parse(text) as { best: { index: number; probability: number }[] };
  const bytes = readFileSync(join(cwd, 'y.f32'));
  for (const { index, probability } of best) expect(probability).toBe(bytes.readFloatLE(4 * index));
});

test('an output that is no number is said to be none, and written all the same', async () => {
  write('plain.ts');
  input('nan.f32', Number.NaN, 0, 0);
  await succeed(['compile', './plain.ts', '--out', 'plain', '--weights', 'synthetic'], { cwd });
  const { code, stderr } = await netwright(['run', 'plain', '--input', 'nan.f32', '--output', 'out.f32'], {
    cwd,
  });
  expect(code).toBe(0);
  expect(stderr).toContain('The output holds NaN or infinity');
  expect(readFileSync(join(cwd, 'out.f32'))).toHaveLength(12);
});

test('a checkpoint that was not packed is not verified', async () => {
  expect(await refuse(['verify', 'plain', '--weights', 'none.pth'], { cwd })).toContain(
    'the package holds synthetic weights, not those of none.pth',
  );
});

test('a name that no package could have is refused', async () => {
  write('odd.ts', { name: "it's 3D" });
  expect(await refuse(['compile', './odd.ts', '--out', 'odd'], { cwd })).toContain(
    'expected a name in kebab-case, such as my-net, got "it\'s 3D"',
  );
});

test('preprocessing is for networks that take RGB images', async () => {
  write('flat.ts', {
    more: 'preprocessing: () => ({ resize: 8, mean: [0, 0, 0], std: [1, 1, 1] }),',
  });
  expect(await refuse(['compile', './flat.ts', '--out', 'flat'], { cwd })).toContain(
    'which makes [batch, 3, height, width], but its input is [1, 3]',
  );
});
