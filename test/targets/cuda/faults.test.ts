/**
 * Faults planted in the kernels of a package: each must be found, as wrong numbers or by a check of the shim. Without
 * one, the numbers are right and the same bits in whatever order threads and blocks run, shares of the terms included.
 */

import '../memo.ts';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { packToBytes } from '../../../compiler/driver/package/pack.ts';
import type { PackageFile } from '../../../compiler/target.ts';
import { cuda } from '../../../targets/cuda/target.ts';
import type { Program } from '../../support/cuda/shim.ts';
import { describeWithShim } from '../../support/cuda/toolchain.ts';
import { largestOf, worstOf } from '../conformance.ts';
import { type AnySchedule, choosing, sweep } from '../table/algorithms.ts';
import { type Case, configuredFrom, parameterIn } from '../table/case.ts';
import { Network } from '../table/network.ts';
import { cudaIn } from './folders.ts';
import { layerTolerance } from './tolerances.ts';

const staged = { depth: 32, stages: 3 } as const;

/** Kernels that pass tiles through shared memory, with terms and channels that end within a tile. */
const algorithms: readonly AnySchedule[] = [
  { name: 'mma', tile: { rows: 32, columns: 32 }, warp: { rows: 16, columns: 16 }, ...staged, splits: 1 },
  { name: 'mma', tile: { rows: 64, columns: 32 }, warp: { rows: 32, columns: 16 }, ...staged, splits: 2 },
];

const row = sweep({
  name: 'faulty',
  shape: [1, 40, 7, 9],
  channels: 24,
  options: { kernel: 3, padding: 1 },
  algorithms,
});

/** A network of the kernels that have no tensor cores, in float32: patch, simt, vector with a mean, softmax. */
function plainRow(): Case {
  const network = new Network('plain', [1, 3, 12, 10]);
  const patch = network.conv(network.input, 24, { kernel: 5, padding: 2 });
  const simt = network.conv(network.relu(patch), 40, { kernel: 3, padding: 1 });
  const rows = network.linear(network.flatten(network.adaptivePool(simt)), 150);
  return network.case(network.softmax(rows, 1));
}

/** A fault: a text of a header, and what stands in its place. */
interface Fault {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly becomes: string;
}

const device = 'device/kernels';

const faults: readonly Fault[] = [
  {
    name: 'a barrier is missing',
    file: `${device}/pipeline.cuh`,
    text: 'barrier();\n      copy(',
    becomes: 'copy(',
  },
  {
    name: 'a wait counts one group too many',
    file: `${device}/pipeline.cuh`,
    text: 'cp_wait<K::stages - 2>()',
    becomes: 'cp_wait<K::stages - 1>()',
  },
  {
    name: 'a window reads outside the image',
    file: `${device}/gather.cuh`,
    text: 'is_term && image[i] >= 0 && (W::is_point || is_inside<X>(row, column))',
    becomes: 'is_term && image[i] >= 0',
  },
  {
    name: 'chunks are stored without the swizzle they are read with',
    file: `${device}/gather.cuh`,
    text: 'return Layout::at(row(i), term() / Layout::per_chunk) + term() % Layout::per_chunk;',
    becomes:
      'return row(i) * depth + term() / Layout::per_chunk * Layout::per_chunk + term() % Layout::per_chunk;',
  },
  {
    name: 'matrices of a are loaded in another order',
    file: `${device}/igemm_mma.cuh`,
    text: 'row + lane % 16, pair * 2 + lane / 16',
    becomes: 'row + lane / 16 * 8 + lane % 8, pair * 2 + lane / 8 % 2',
  },
  {
    name: 'weights behind the last channel are read',
    file: `${device}/gather.cuh`,
    text: 'is_term && (channels % rows == 0 || channel < channels)',
    becomes: 'is_term',
  },
  {
    name: 'results behind the last channel are stored',
    file: `${device}/tile_result.cuh`,
    text: 'if (channel >= Y::channels) return;',
    becomes: '',
  },
  {
    name: 'a share of the terms is added before all are there',
    file: `${device}/tile_result.cuh`,
    text: 'if (!last_arrival(tickets + tile, K::splits)) return;',
    becomes: '(void)tickets;',
  },
];

/** The same where all terms of a tile are under one tap. */
const tapRow = sweep({
  name: 'taps',
  shape: [1, 64, 7, 9],
  channels: 24,
  options: { kernel: 3, padding: 1 },
  algorithms: algorithms.slice(0, 1),
});

const tapFaults: readonly Fault[] = [
  {
    name: 'taps outside the image are read',
    file: `${device}/gather.cuh`,
    text: '(inside[i] >> tap & 1U) != 0',
    becomes: 'inside[i] != 0',
  },
];

const plainFaults: readonly Fault[] = [
  {
    name: 'a patch is read before all of it is there',
    file: `${device}/patch_simt.cuh`,
    text: 'barrier();\n\n  const int row = thread / across;',
    becomes: 'const int row = thread / across;',
  },
  {
    name: 'sums are read before all are there',
    file: `${device}/igemm_simt.cuh`,
    text: 'barrier();\n  const Pixels',
    becomes: 'const Pixels',
  },
  {
    name: 'slices are added before all are there',
    file: `${device}/vector.cuh`,
    text: 'barrier();\n\n  for (int column',
    becomes: 'for (int column',
  },
  {
    name: 'the largest is overwritten while it is read',
    file: `${device}/softmax.cuh`,
    text: 'const float joined = values[0];\n  // Nobody writes the next values before all have read this one.\n  barrier();',
    becomes: 'const float joined = values[0];',
  },
];

/** Orders of threads and blocks. */
const seeds = ['1', '2', '3'];

/** A network, and the faults that are planted in its kernels. */
const networks = [
  {
    title: 'tensor cores',
    row,
    target: choosing(cudaIn('f16'), algorithms),
    tolerance: layerTolerance.f16,
    faults,
  },
  {
    title: 'tensor cores, a tap at a time',
    row: tapRow,
    target: choosing(cudaIn('f16'), tapRow.algorithms),
    tolerance: layerTolerance.f16,
    faults: tapFaults,
  },
  {
    title: 'ordinary cores',
    row: plainRow(),
    target: cuda,
    tolerance: layerTolerance.f32,
    faults: plainFaults,
  },
];

describeWithShim('faults in kernels', 'compile fast', shim => {
  describe.each(networks)('$title', ({ row, target, tolerance, faults }) => {
    const { plan } = compile(configuredFrom(row), target);

    const build = async (edit: (file: PackageFile) => PackageFile): Promise<Program> => {
      const weights = await packToBytes(plan, {
        origin: 'synthetic',
        read: name => parameterIn(row, name),
      });
      const files = (await target.files(plan)).map(edit);
      return shim().buildPackage(row.name, files, weights);
    };
    const run = (program: Program, seed: string): Promise<Float32Array> =>
      program.run(row.input, { NETWRIGHT_SHIM_SEED: seed });
    const isRight = async (result: Float32Array): Promise<boolean> => {
      const expected = await row.expected();
      return worstOf(result, expected).error <= tolerance * largestOf(expected);
    };

    test('without one, every order gives the same bits', async () => {
      const program = await build(file => file);
      const results = await Promise.all(seeds.map(seed => run(program, seed)));
      for (const result of results) expect(result).toEqual(results[0]);
      expect(await isRight(results[0] ?? new Float32Array())).toBe(true);
    });

    test.each(faults)('$name', async ({ file, text, becomes }) => {
      let planted = 0;
      const program = await build(each => {
        if (each.path !== file || each.text === undefined) return each;
        planted += each.text.split(text).length - 1;
        return { ...each, text: each.text.replace(text, becomes) };
      });
      expect(planted, 'the text that the fault replaces').toBe(1);
      const outcomes = await Promise.all(
        seeds.map(seed =>
          run(program, seed).then(
            async result => ((await isRight(result)) ? 'right' : 'wrong'),
            () => 'stopped',
          ),
        ),
      );
      expect(
        outcomes.some(outcome => outcome !== 'right'),
        outcomes.join(', '),
      ).toBe(true);
    });
  });
});
