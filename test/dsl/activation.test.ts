/** One record in compiler/ops/elementwise.ts is all that an activation takes. */

import { appendFile, cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import type { Spec } from 'netwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as Interpreter from '../../compiler/ir/interpret.ts';
import { check } from '../types/checker.ts';

const root = resolve(fileURLToPath(import.meta.url), '../../..');

/** The record: what CONTRIBUTING tells one to add. */
const record = `
export const softsign = elementwise('softsign', 1, { scale: z.number() }, ({ scale }, x) =>
  quotient(product(scale, x), sum(1, max(x, scalar.neg(x)))),
);
`;

const spec = `import { Activation, defineSpec, imageSettings, Module, type Tensor } from 'netwright';

class Net extends Module {
  readonly act = new Activation('softsign', { scale: 3 });
  forward<N extends number, H extends number, W extends number>(x: Tensor<[N, 3, H, W]>) {
    return this.act.forward(x);
  }
}

export const checked: (x: Tensor<[1, 3, 2, 2]>) => Tensor<[1, 3, 2, 2]> = x => new Net().act.forward(x);

export default defineSpec({
  name: 'net',
  summary: 'one activation',
  settings: imageSettings,
  network: () => new Net(),
  input: ({ batch, height, width }) => [batch, 3, height, width],
});
`;

// A copy of the compiler with the record added, and nothing else changed.
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'netwright-activation-'));
  await cp(join(root, 'compiler'), join(copy, 'compiler'), { recursive: true });
  await cp(join(root, 'package.json'), join(copy, 'package.json'));
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  await appendFile(join(copy, 'compiler/ops/elementwise.ts'), record);
  await writeFile(join(copy, 'net.ts'), spec);
});

afterAll(() => rm(copy, { recursive: true }));

test('it has its name and attributes in the types', async () => {
  const wrong = spec.replace('{ scale: 3 }', '{ slope: 3 }');
  const { diagnostics } = await check({ 'right.ts': spec, 'wrong.ts': wrong }, { sources: copy });
  expect(diagnostics.map(({ file, line }) => [file, line])).toEqual([['wrong.ts', 4]]);
});

test('it is traced and computes', async () => {
  const jiti = createJiti(import.meta.url, {
    alias: { netwright: join(copy, 'compiler/index.ts') },
    fsCache: false,
  });
  const net = await jiti.import<Spec>(join(copy, 'net.ts'), { default: true });
  const { interpret } = await jiti.import<typeof Interpreter>(join(copy, 'compiler/ir/interpret.ts'));
  const { graph } = net.configure({ height: 1, width: 1 });
  expect(graph.nodes.map(node => [node.op.name, node.path])).toEqual([
    ['input', 'input'],
    ['softsign', 'act'],
  ]);
  const [y] = await interpret(graph, () => Float64Array.of(-2, 0, 3));
  expect([...(y?.data ?? [])]).toEqual([-2, 0, 2.25]);
});
