/**
 * The bench on the CPU, without the peers of npm: a package of Netwright's on one thread and on two, and a script in
 * PyTorch's place. Times mean nothing; who is compared with whom is checked.
 */

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { synthesize, syntheticInput } from '../../compiler/checkpoint/synthetic.ts';
import { configureSpec } from '../../compiler/driver/cli/specs.ts';
import { interpret } from '../../compiler/ir/interpret.ts';
import { type Ended, execute } from '../support/execute.ts';
import type { Result } from './types.ts';

const main = fileURLToPath(new URL('main.mjs', import.meta.url));
const spec = fileURLToPath(new URL('../support/small.ts', import.meta.url));

const root = mkdtempSync(join(tmpdir(), 'netwright-bench-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const bench = (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  execute(process.execPath, [main, ...args], { environment });

/** In PyTorch's place: it can import all, has one thread whatever it is told, and takes 4 s. */
const python = join(root, 'python');
writeFileSync(
  python,
  `#!/usr/bin/env node
if (process.argv[2] === '-c') process.exit();
const logits = JSON.parse(require('node:fs').readFileSync('${root}/logits.json', 'utf8'));
const memory = { baseline: 1e6, loaded: 2e6, peak: 3e6 };
require('node:readline').createInterface(process.stdin).on('line', line => {
  const loaded = { version: '0', milliseconds: 1, threads: 1 };
  console.log(JSON.stringify(line === 'load' ? loaded : { samples: [{ wall: 4e3, cpu: 4e3 }], logits, memory }));
});
`,
);
chmodSync(python, 0o755);

describe('a race on the CPU', () => {
  let ended: Ended;
  let result: Result;
  beforeAll(async () => {
    const { graph } = await configureSpec(spec, {});
    const [logits] = await interpret(graph, ({ path, type, op }) =>
      Float64Array.from(op.name === 'input' ? syntheticInput(type.shape) : synthesize(path, type.shape)),
    );
    writeFileSync(join(root, 'logits.json'), JSON.stringify([...(logits?.data ?? [])]));
    const json = join(root, 'result.json');
    const only = ['--only', 'netwright-wasm,pytorch', '--threads', '2,1'];
    ended = await bench(['--race', 'cpu', '--spec', spec, ...only, '--runs', '1', '--json', json], {
      PYTHON: python,
    });
    expect(ended.stderr).not.toContain('bench:');
    result = JSON.parse(readFileSync(json, 'utf8'));
  }, 240_000);

  test('has a lane for each number of threads', () => {
    const [race] = result.races;
    const lanes = race?.timings.map(({ name, threads, isNative }) => [name, threads, isNative]);
    expect(lanes).toEqual([
      ['netwright-wasm', 1, false],
      ['netwright-wasm', 2, false],
      ['pytorch', 1, true],
    ]);
    for (const { deviation, load, memory } of race?.timings ?? []) {
      expect(deviation).toBeLessThan(1e-5);
      expect(load).toBeGreaterThan(0);
      expect(memory?.peak).toBeGreaterThan(memory?.baseline ?? Number.NaN);
    }
    expect(ended.code).toBe(0);
  });

  test('leaves out who has other threads than it was given', () => {
    expect(result.skipped).toEqual([
      { what: 'cpu', why: 'pytorch on 2 threads: expected 2 threads, it has 1' },
    ]);
  });

  test('compares on as many threads', () => {
    const pairs = result.races[0]?.ratios.map(({ name, threads, other, otherThreads }) => [
      `${name} ${threads}`,
      `${other} ${otherThreads}`,
    ]);
    expect(pairs).toEqual([['netwright-wasm 1', 'pytorch 1']]);
    expect(ended.stdout).toMatch(/^pytorch \(native\) 0 +1 +1 +4,000 /m);
    expect(ended.stdout).toMatch(/^netwright-wasm against pytorch \(native\) +1 +[\d,.]+ /m);
  });
});

test.each([
  [['--threads', '0'], "--threads: expected a whole number of at least 1, got '0'"],
  [['--threads', '1,two'], "--threads: expected a whole number of at least 1, got 'two'"],
  [['--race', 'gpu'], "--race: there is no 'gpu'; there are cpu, browser-cpu, worker-cpu, browser, dawn"],
  [['--race', 'dawn', '--only', 'pytorch'], 'none of the contestants of --only is in a race of --race'],
])('the bench refuses %s', async (args, message) => {
  const { code, stderr } = await bench(args);
  expect(code).toBe(2);
  expect(stderr).toContain(`bench: ${message}`);
});
