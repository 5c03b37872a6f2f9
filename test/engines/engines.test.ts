/**
 * Packages in engines other than the Node that runs the tests: newer Nodes, Deno and Bun, with threads and without.
 * `npm ci --prefix test/engines` brings them.
 */

import { theInput } from '../support/borders.ts';
import '../targets/memo.ts';
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { syntheticInput } from '../../compiler/checkpoint/synthetic.ts';
import { compile } from '../../compiler/compile.ts';
import type { Target } from '../../compiler/target.ts';
import { typescript } from '../../targets/typescript/target.ts';
import { wasm } from '../../targets/wasm/target.ts';
import { describeRequiring } from '../support/requiring.ts';
import { expectClose } from '../targets/conformance.ts';
import { PackageFolder } from '../targets/packages.ts';
import { importSpec, packSynthetic } from '../targets/specs.ts';

/** Programs, and what they take before a script. */
const engines: readonly (readonly [name: string, path: string, ...args: string[]])[] = [
  ['Node 24', 'node24/bin/node'],
  ['Node 26', 'node26/bin/node'],
  ['Deno', '@deno/linux-x64-glibc/deno', 'run', '--allow-read'],
  ['Bun', '@oven/bun-linux-x64/bin/bun'],
];

const programOf = (path: string): string => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));

/** Loads a package as told, and prints the logits of its input. */
const script = `
  import { load } from '../dist/index.js';
  const [input, { forgets, ...options }] = process.argv.slice(-2).map(text => JSON.parse(text));
  const model = await load({ weights: new URL('../weights.bin', import.meta.url), ...options });
  console.log(JSON.stringify([...(await model.run(Float32Array.from(input)))]));
  if (!forgets) model.dispose();`;

/** What `load` is told. */
interface Told {
  readonly threads?: number;
  readonly relaxed?: boolean;
  /** Whether the script leaves out to dispose of the model. */
  readonly forgets?: boolean;
}

const run = promisify(execFile);

describe.each([typescript, wasm])('$name', target => {
  const folder = new PackageFolder();
  let input: Float32Array;
  let expected: Float32Array;

  beforeAll(async () => {
    ({ input, expected } = await prepare(folder, target));
  });
  afterAll(() => folder.remove());

  for (const [engine, path, ...args] of engines) {
    const program = programOf(path);
    const lack = existsSync(program) ? undefined : `there is no ${engine} (npm ci --prefix test/engines)`;

    describeRequiring(engine, [{ name: 'engines', lack }], () => {
      async function logitsOf(told: Told): Promise<Float32Array> {
        const file = join(folder.path, 'net/test/answer.mjs');
        const { stdout } = await run(program, [
          ...args,
          file,
          JSON.stringify([...input]),
          JSON.stringify(told),
        ]);
        return Float32Array.from(JSON.parse(stdout));
      }

      test.each([{}, { threads: 1 }, { threads: 3 }])(
        'gives the bits that this Node gives, with %j',
        async told => {
          const portable = target === wasm ? { relaxed: false } : {};
          expect(await logitsOf({ ...told, ...portable })).toEqual(expected);
        },
      );

      test.skipIf(engine === 'Deno')('ends though a model is forgotten', async () => {
        expect(await logitsOf({ threads: 2, forgets: true })).toHaveLength(11);
      });

      test('gives nearly the same with the best instructions it has', async () => {
        expectClose(await logitsOf({ threads: 2 }), expected, 1e-5);
      });
    });
  }
});

/** A package with packed weights and the script, an input, and what this Node makes of it. */
async function prepare(folder: PackageFolder, target: Target) {
  const { plan } = compile(
    (await importSpec('resnet18')).configure({ height: 33, width: 47, classes: 11 }),
    target,
  );
  const { load } = await folder.import('net', await target.files(plan));
  const weights = await packSynthetic(plan);
  const at = folder.write('net', [{ path: 'test/answer.mjs', text: script }]);
  writeFileSync(join(at, 'weights.bin'), weights);
  const input = syntheticInput(theInput(plan).shape);
  return { input, expected: await (await load({ weights })).run(input) };
}
