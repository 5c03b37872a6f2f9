/** The shim finds what is wrong with kernels and with host programs, and nothing where nothing is. */

import { beforeAll, describe, expect, test } from 'vitest';
import type { Ended } from '../execute.ts';
import { kernelFile, type Shim } from './shim.ts';
import { describeWithShim } from './toolchain.ts';

const seeds = ['1', '2', '3', '4', '5', '6', '7', '8'];

/** As `numbers` of kernels/faults.cu. */
const number = (i: number): number => (i * 7) % 31;
const range = <T>(count: number, value: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => value(i));
const sum = (count: number, value: (i: number) => number): number =>
  range(count, value).reduce((a, b) => a + b, 0);

const expected: Readonly<Record<string, readonly number[]>> = {
  reverse: range(64, i => number(63 - i)),
  increment: range(100, i => number(i) + 1),
  pipeline: range(64, i => sum(5, step => number(64 * step + ((i + step) % 64)))),
  product: range(128, i => sum(16, k => number(Math.floor(i / 8) * 16 + k) * number((i % 8) * 16 + k))),
  shares: range(32, i => sum(6, block => number(32 * block + i))),
};

const valuesOf = ({ stdout }: Ended): number[] =>
  stdout
    .split('\n')
    .filter(line => line !== '')
    .map(line => (line.endsWith('nan') ? Number.NaN : Number(line)));

describeWithShim('the shim', 'compile fast', shim => {
  describe('faults in kernels', () => faults(shim));
  describe('host programs', () => hosts(shim));
});

function faults(shim: () => Shim): void {
  let program: string;
  beforeAll(async () => {
    program = await shim().build({ path: kernelFile('faults.cu') });
  });
  /** Runs a kernel once with each seed. */
  const run = (kernel: string, fault: string): Promise<Ended[]> =>
    Promise.all(seeds.map(seed => shim().run(program, [kernel, fault], { NETWRIGHT_SHIM_SEED: seed })));

  test.each(Object.entries(expected))('%s is right as it is', async (kernel, values) => {
    for (const ended of await run(kernel, 'none')) {
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(valuesOf(ended)).toEqual(values);
    }
  });

  test.each([
    ['a barrier is missing', 'reverse', 'no_barrier'],
    ['a wait leaves one group more', 'pipeline', 'wait_count'],
    ['a stage is copied to while others read it', 'pipeline', 'reuse'],
    ['rows are read where they were not put', 'product', 'swizzle'],
    ['a ticket is not cleared', 'shares', 'no_memset'],
    ['a block relies on those before it', 'shares', 'no_fence'],
  ])('%s: the result is wrong, whatever the order', async (_, kernel, fault) => {
    for (const ended of await run(kernel, fault)) {
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(valuesOf(ended)).not.toEqual(expected[kernel]);
    }
  });

  test.each([
    [
      'an index is too large',
      'reverse',
      'out_of_range',
      /^shim: element 64 is out of range: there are 64 elements of 4 bytes: netwright::reverse<.*>, block 0 0 0, thread 63$/,
    ],
    [
      'a tail has no guard',
      'increment',
      'no_guard',
      /^shim: element 1\d\d is out of range: .*: netwright::increment<.*>, block 1 0 0/,
    ],
    [
      'a copy is not aligned',
      'pipeline',
      'unaligned',
      /^shim: byte 4 of shared memory is not at a multiple of 16/,
    ],
    [
      'a row is not aligned',
      'product',
      'unaligned',
      /^shim: byte 2 of shared memory is not at a multiple of 16/,
    ],
    [
      'shared memory is written behind its end',
      'reverse',
      'behind_shared',
      /^shim: shared memory was written 0 bytes behind its 256 bytes/,
    ],
    [
      'global memory is written behind its end',
      'increment',
      'behind_memory',
      /^shim: 400 bytes of cudaMalloc were written 0 bytes behind$/,
    ],
    [
      'half a warp multiplies',
      'product',
      'divergence',
      /^shim: divergence: 16 lanes wait for their warp at line \d+, and 16 never come there/,
    ],
    [
      'lanes multiply at two places',
      'product',
      'other_line',
      /^shim: divergence: this lane waits for its warp at line \d+/,
    ],
    [
      'threads wait at two places',
      'reverse',
      'other_line',
      /^shim: divergence: this thread waits for its block at line \d+/,
    ],
    [
      'a thread ends before a barrier',
      'reverse',
      'deadlock',
      /^shim: deadlock: 63 threads wait at line \d+, and 1 have ended without coming there/,
    ],
  ])('%s: it is said', async (_, kernel, fault, message) => {
    for (const { code, stderr } of await run(kernel, fault)) {
      expect(code).toBe(98);
      expect(stderr.trimEnd()).toMatch(message);
    }
  });
}

function hosts(shim: () => Shim): void {
  let program: string;
  beforeAll(async () => {
    program = await shim().build({ path: kernelFile('host.cu') });
  });
  const run = (what: string, environment?: Readonly<Record<string, string>>): Promise<Ended> =>
    shim().run(program, [what], environment);

  test.each([
    ['a captured graph runs when it is launched, and not before', 'graph', range(32, () => 44)],
    ['a copy to pinned memory is there when its stream was waited for', 'pinned', [7, 0]],
    ['threads of the host run side by side', 'threads', [6400, 6400]],
    ['events of a graph have times', 'events', [1]],
    ['float16 is converted as the compiler converts it', 'halves', [0]],
    ['a copy that does not fit is refused, once', 'overrun', [1, 1, 0]],
  ])('%s', async (_, what, values) => {
    const ended = await run(what);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(valuesOf(ended)).toEqual(values);
  });

  test('what is not released is said', async () => {
    expect(await run('leak')).toMatchObject({
      code: 99,
      stderr: 'shim: not released: 1 of cudaMalloc, 1 of cudaStreamCreate\n',
    });
  });

  describe('failures that are asked for', () => {
    test('the call of a number fails', async () => {
      const failing = { NETWRIGHT_SHIM_LEAKS: '0', NETWRIGHT_SHIM_FAIL: 'cudaGraphLaunch:3' };
      expect(await run('graph', failing)).toMatchObject({ code: 1, stderr: 'cudaErrorLaunchFailure\n' });
    });

    test('any call may fail, and the last is known', async () => {
      const errors = new Set<string>();
      let calls = 0;
      for (let code = 1; code !== 97; calls++) {
        const failing = { NETWRIGHT_SHIM_LEAKS: '0', NETWRIGHT_SHIM_FAIL: `any:${calls + 1}` };
        const ended = await run('pinned', failing);
        code = ended.code;
        if (code === 1) errors.add(ended.stderr);
        else expect(ended.stderr).toBe('shim: NETWRIGHT_SHIM_FAIL asks for 1 more calls of any\n');
      }
      // A buffer, a copy into it, pinned memory, a copy, a wait, two releases; and one that there is not.
      expect(calls).toBe(8);
      expect([...errors].sort()).toEqual([
        'cudaErrorIllegalAddress\n',
        'cudaErrorLaunchFailure\n',
        'cudaErrorMemoryAllocation\n',
      ]);
    });
  });
}
