/** What a block of `rows` pixels, `across` of them side by side, reads of a shallow image is in shared memory. */

import { z } from 'zod';
import {
  type Contraction,
  canonical,
  count,
  scheduleOf,
  tileSchema,
} from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { sizesOf } from '../../sizes.ts';
import { architectures, blockMemory } from '../architectures.ts';
import { patchBytes } from '../block-memory.ts';
import type { KernelParts } from '../kernels/printed.ts';
import { printConstants } from '../kernels/shapes.ts';
import type { CudaOptions, Precision } from '../options.ts';
import { precisions } from '../precisions.ts';
import { argumentsOf, type CudaImplementation, multiplyOf, weightsInQuads } from './implementation.ts';

const schema = z.strictObject({
  name: z.literal('patch'),
  tile: tileSchema,
  thread: tileSchema,
  across: count,
});
type Patch = z.infer<typeof schema>;

/** Blocks along the second and third axis of a grid. */
const mostAlongGrid = 65_535;

export function patchFor({ precision, architecture }: CudaOptions): CudaImplementation<Patch> {
  const { multiply } = precisions[precision];
  const { multiprocessors } = architectures[architecture];
  const ofSize = (across: number, columns: number): Patch => ({
    name: 'patch',
    tile: { rows: 8 * across, columns },
    // Of tensor cores, what a warp sums.
    thread: multiply ? { rows: 2 * across, columns: columns / 2 } : { rows: across / 2, columns: 8 },
    across,
  });
  // Blocks of 8 rows of 8 or 16 pixels, as many as keep every core at work.
  const choose = (contraction: Contraction): Patch => {
    const { pixels, channels } = sizesOf(contraction);
    return ofSize(pixels >= 4 * 128 * multiprocessors ? 16 : 8, channels > 32 ? 64 : 32);
  };
  const variants = (contraction: Contraction): readonly Patch[] =>
    [8, 16]
      .flatMap(across => [32, 64].map(columns => ofSize(across, columns)))
      .filter(each => patchBytes(contraction, each, precision) <= blockMemory);
  return {
    name: 'patch',
    about: 'windows of several taps over up to 4 channels',
    schema,
    accepts(contraction) {
      const [images = 1] = contraction.y.shape;
      const { inputs, taps, pixels } = sizesOf(contraction);
      const isNarrow = multiply !== undefined && contraction.window[1].dilation > 1;
      return (
        contraction.groups === 1 &&
        !contraction.mean &&
        !contraction.joined &&
        !isNarrow &&
        inputs <= 4 &&
        taps >= 4 &&
        pixels >= 64 &&
        images <= mostAlongGrid &&
        patchBytes(contraction, choose(contraction), precision) <= blockMemory
      );
    },
    choose,
    variants,
    allows: (contraction, schedule) =>
      variants(contraction).some(each => canonical(each) === canonical(schedule)),
    weights: weightsInQuads,
    scratch: () => 0,
    how(kernel) {
      const { tile, across } = scheduleOf(schema, kernel);
      return `A block sums ${across} by ${tile.rows / across} pixels by ${tile.columns} output channels.`;
    },
    print: kernel => print(kernel, precision),
  };
}

function print(kernel: ContractKernel, precision: Precision): KernelParts {
  const schedule = scheduleOf(schema, kernel);
  const { tile, thread, across } = schedule;
  const [images = 1, , height = 1, width = 1] = kernel.y.shape;
  const { channels } = sizesOf(kernel);
  const isSimt = precisions[precision].multiply === undefined;
  const parts = (tile.rows * tile.columns) / (thread.rows * thread.columns);
  const threads = isSimt ? parts : 32 * parts;
  const template = isSimt ? 'patch_simt' : 'patch_mma';
  const names = isSimt
    ? (['thread_rows', 'thread_columns'] as const)
    : (['warp_rows', 'warp_columns'] as const);
  return {
    template,
    file: template,
    blocks: [
      Math.ceil(width / across) * Math.ceil(height / (tile.rows / across)),
      Math.ceil(channels / tile.columns),
      images,
    ],
    threads,
    shared: patchBytes(kernel, schedule, precision),
    parameters: argumentsOf(kernel),
    lines: [
      ...(isSimt ? [] : [multiplyOf(precision, kernel.name)]),
      printConstants({
        rows: tile.rows,
        columns: tile.columns,
        across,
        [names[0]]: thread.rows,
        [names[1]]: thread.columns,
        threads,
      }),
    ],
  };
}
