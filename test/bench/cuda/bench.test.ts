/**
 * The bench on GPUs, whole, where there is none: nvcc is played by g++ with the tests' shim, `nvidia-smi` says what an
 * H200 would, and PyTorch's part is read from a script. Times mean nothing; what is made of them is checked.
 */

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { synthesize, syntheticInput } from '../../../compiler/checkpoint/synthetic.ts';
import { configureSpec } from '../../../compiler/driver/cli/specs.ts';
import { interpret } from '../../../compiler/ir/interpret.ts';
import { makeNvcc } from '../../support/cuda/stand-in.ts';
import { type Ended, execute } from '../../support/execute.ts';
import { describeWithPrograms } from '../../support/programs.ts';
import type { CudaResult, LayerTiming, Mode, Timing } from './types.ts';

const main = fileURLToPath(new URL('../main.mjs', import.meta.url));

const root = mkdtempSync(join(tmpdir(), 'netwright-bench-cuda-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Writes a program. @returns its path */
function program(name: string, text: string): string {
  const folder = join(root, 'bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), 0o755);
  return join(folder, name);
}

const spec = fileURLToPath(new URL('../../support/small.ts', import.meta.url));

program('nvidia-smi', '#!/bin/sh\necho "NVIDIA H200, 580.1, 9.0"\n');

/** In PyTorch's place: the logits are those of a file, and only \`eager\` has them right. Its runs take 3, 4 and 8 s. */
const python = program(
  'python',
  `#!/usr/bin/env node
const { readFileSync, writeFileSync } = require('node:fs');
const [spec, settings] = process.argv.slice(3);
const answer = what => console.log(JSON.stringify(what));
const numbers = readFileSync('${root}/logits.f32');
answer(spec.endsWith('small.ts') && settings === '{"size":6}' ? { ready: 'PyTorch 0' } : { ready: null });
require('node:readline').createInterface(process.stdin).on('line', line => {
  const [command, first, second] = line.split(' ');
  if (command === 'time') return answer({ milliseconds: [4e3, 8e3, 3e3] });
  if (command === 'load' && first === 'compile') return answer({ error: 'RuntimeError: no' });
  if (command === 'reference') writeFileSync(first, numbers);
  if (command === 'logits') writeFileSync(second, first === 'eager' ? numbers : Buffer.alloc(numbers.length));
  answer({});
});
`,
);

const environment = {
  NVCC: join(root, 'nvcc'),
  PYTHON: python,
  PATH: `${join(root, 'bin')}${delimiter}${process.env.PATH}`,
};
const bench = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  execute(process.execPath, [main, ...args], { environment: { ...environment, ...more } });

/** What most runs here are of. */
const small = ['--spec', spec, '--set', 'size=6', '--batch', '2', '--runs', '2', '--slice', '1'];

describeWithPrograms('the bench on GPUs', ['g++', 'make'], () => {
  beforeAll(async () => {
    await makeNvcc(root);
    const { graph } = await configureSpec(spec, { batch: '2', size: '6' });
    const [logits] = await interpret(graph, ({ path, type, op }) =>
      Float64Array.from(op.name === 'input' ? syntheticInput(type.shape) : synthesize(path, type.shape)),
    );
    writeFileSync(join(root, 'logits.f32'), Float32Array.from(logits?.data ?? []));
  });

  describe('a race', () => {
    let ended: Ended;
    let result: CudaResult;
    beforeAll(async () => {
      const json = join(root, 'result.json');
      const only = ['--only', 'netwright,eager,graph,compile', '--precision', 'f32,f16'];
      ended = await bench(['cuda', ...small, ...only, '--json', json]);
      result = JSON.parse(readFileSync(json, 'utf8'));
    });
    const timing = (numbers: string, name: string): Timing =>
      result.races.find(race => race.numbers === numbers)?.timings.find(each => each.name === name) ??
      expect.fail(`${name} was not timed`);

    test('tells who was wrong', () => {
      expect(ended.code).toBe(1);
      expect(timing('float32', 'netwright-f32').deviation).toBeLessThan(1e-5);
      expect(timing('float16', 'netwright-f16').deviation).toBeLessThan(4e-3);
      expect(timing('float16', 'eager').deviation).toBe(0);
      expect(timing('float32', 'graph').deviation).toBe(1);
      expect(ended.stdout).toMatch(/^graph .* 1\.0e\+0 WRONG$/m);
      expect(result.skipped).toContainEqual({
        what: 'float32, batch 2: compile',
        why: 'PyTorch: RuntimeError: no',
      });
    });

    test('compares with who was right, round by round', () => {
      for (const { timings, ratios } of result.races) {
        const [ours] = timings;
        expect(ratios.map(({ other, mode }) => `${other} ${mode}`)).toEqual([
          'eager warm',
          'eager cold',
          'eager host',
        ]);
        for (const { mode, median, quartiles } of ratios) {
          const [first = 0, second = 0] = (ours?.rounds[mode] ?? []).map(times => 4e3 / middle(times));
          expect(median).toBeCloseTo((first + second) / 2, 6);
          const [low, high] = [Math.min(first, second), Math.max(first, second)];
          expect(quartiles[0]).toBeCloseTo(low + (high - low) / 4, 6);
          expect(quartiles[1]).toBeCloseTo(high - (high - low) / 4, 6);
        }
      }
      expect(ended.stdout).toContain('netwright-f16 against eager');
    });

    test.each<Mode>(['warm', 'cold', 'host'])('has times of every round: %s', mode => {
      const { rounds } = timing('float32', 'netwright-f32');
      expect(rounds[mode]).toHaveLength(2);
      expect(rounds[mode].flat().every(time => time > 0)).toBe(true);
    });

    test('holds layers to their floors', () => {
      const layer = (precision: string, numbers: string): LayerTiming =>
        timing(numbers, `netwright-${precision}`).layers?.find(({ name }) => name === 'conv1') ??
        expect.fail('conv1 is no layer');
      const macs = 2 * 6 * 6 * 32 * 16 * 9;
      const [elements, biases] = [2 * 6 * 6 * (16 + 32) + 32 * 16 * 9, 32];
      const single = 4 * (elements + biases);
      // Biases stay float32.
      const half = 2 * elements + 4 * biases;
      expect(layer('f32', 'float32')).toMatchObject({ macs, bytes: single, bound: 'compute' });
      // 67 TFLOP/s of an H200, and its 4.8 TB/s.
      expect(layer('f32', 'float32').floor).toBeCloseTo((2 * macs) / 67e6, 6);
      expect(layer('f16', 'float16')).toMatchObject({ macs, bytes: half, bound: 'memory' });
      expect(layer('f16', 'float16').floor).toBeCloseTo(half / 4.8e6, 6);
      expect(ended.stdout).toMatch(/^conv1 +[\d.,]+ +[\d.]+ +[\d.]+ +compute +conv3x3/m);
    });
  });

  test("takes what the GPU's instructions give", async () => {
    const out = join(root, 'golden', 'fragments.json');
    expect(await bench(['cuda', '--fragments', '--out', out])).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toHaveProperty(['ldsm4.result']);
  });
});

describe('the bench on GPUs', () => {
  test.each([
    ['an NVIDIA GPU', { PATH: '' }],
    ['nvcc', { NVCC: 'no-nvcc' }],
    ['PyTorch with CUDA', { PYTHON: 'no-python' }],
  ])('says that there is no %s', async (what, more) => {
    const { code, stdout, stderr } = await bench(['cuda'], more);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^bench: this machine lacks ${what}: .*\\n(.*\\n)?  fix: `));
  });

  test.each([
    [['--precision', 'f8'], "--precision: there is no 'f8'; there are f32, tf32, 3xtf32, f16"],
    [['--batch', '1,x'], "--batch: expected a whole number of at least 1, got 'x'"],
    [['--set', 'batch=2'], '--set batch: batches are given by --batch, such as --batch 1,8'],
    [['--gpu', 'TPU'], "--gpu: nothing is known of 'TPU'"],
    [['--what'], "Unknown option '--what'"],
  ])('refuses %s', async (args, message) => {
    const { code, stderr } = await bench(['cuda', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(`bench: ${message}`);
  });
});

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) /
    2
  );
}
