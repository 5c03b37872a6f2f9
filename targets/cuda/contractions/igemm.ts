/**
 * Implicit GEMM whose tiles pass through shared memory in stages, copied while others are multiplied. Split-K: as many
 * blocks sum a share of the terms each, and the last to end adds these in order.
 */

import type { z } from 'zod';
import { invariant } from '../../../compiler/errors.ts';
import { type Contraction, canonical, scheduleOf } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import { sizesOf } from '../../sizes.ts';
import { stagedBytes } from '../block-memory.ts';
import {
  type Igemm,
  igemms,
  mmaSchema,
  rankedIgemms,
  residentBlocks,
  simtSchema,
  splitWorkspace,
} from '../igemms.ts';
import type { KernelParts } from '../kernels/printed.ts';
import { printConstants } from '../kernels/shapes.ts';
import type { CudaOptions, Precision } from '../options.ts';
import { argumentsOf, type CudaImplementation, multiplyOf, share } from './implementation.ts';

/** Tiles that are worth measuring: what the model thinks best of. */
const fewest = 8;

/** On ordinary cores. */
export const simtFor = (options: CudaOptions): CudaImplementation<Igemm> =>
  igemmFor('simt', 'all but groups, on ordinary cores', simtSchema, options);

/** On tensor cores. */
export const mmaFor = (options: CudaOptions): CudaImplementation<Igemm> =>
  igemmFor('mma', 'all but groups, on tensor cores', mmaSchema, options);

function igemmFor(
  name: Igemm['name'],
  about: string,
  schema: z.ZodType<Igemm>,
  options: CudaOptions,
): CudaImplementation<Igemm> {
  const { precision } = options;
  return {
    name,
    about,
    schema,
    accepts: ({ groups, mean }: Contraction) => groups === 1 && !mean,
    choose(contraction) {
      const [best] = rankedIgemms(contraction, options);
      invariant(best, 'there is a tile for everything');
      return best;
    },
    variants: contraction => rankedIgemms(contraction, options).slice(0, fewest),
    allows: (_, schedule) => igemms(precision).some(each => canonical(each) === canonical(schedule)),
    weights: () => ({ order: 'out, tap, in' }),
    scratch: () => 0,
    how(kernel) {
      const schedule = scheduleOf(schema, kernel);
      const { tile, depth, stages, splits } = schedule;
      const [who, part] = schedule.name === 'simt' ? ['thread', schedule.thread] : ['warp', schedule.warp];
      return `${share(tile)}, a ${who} ${part.rows} by ${part.columns}; ${depth} terms at a time in ${stages} stages${splits > 1 ? `, ${splits} blocks a share of the terms each` : ''}.`;
    },
    print: kernel => print(kernel, scheduleOf(schema, kernel), precision),
  };
}

function print(kernel: ContractKernel, schedule: Igemm, precision: Precision): KernelParts {
  const { tile, depth, stages, splits } = schedule;
  const sizes = sizesOf(kernel);
  const isSimt = schedule.name === 'simt';
  const part = isSimt ? schedule.thread : schedule.warp;
  const parts = (tile.rows * tile.columns) / (part.rows * part.columns);
  const threads = isSimt ? parts : 32 * parts;
  const names = isSimt
    ? (['thread_rows', 'thread_columns'] as const)
    : (['warp_rows', 'warp_columns'] as const);
  return {
    template: `igemm_${schedule.name}`,
    file: `igemm_${schedule.name}`,
    blocks: [Math.ceil(sizes.pixels / tile.rows) * Math.ceil(sizes.channels / tile.columns), splits, 1],
    threads,
    shared: stagedBytes(schedule, precision),
    parameters: argumentsOf(
      kernel,
      [{ kind: 'view', view: 'In', type: 'Real', of: 'v' }],
      [{ kind: 'partials' }, { kind: 'tickets' }],
    ),
    workspace: splitWorkspace(schedule, sizes),
    lines: [
      ...(kernel.joined ? [] : ['using Join = NotJoined;']),
      ...(isSimt ? [] : [multiplyOf(precision, kernel.name)]),
      printConstants({ rows: tile.rows, columns: tile.columns, depth, stages, splits }),
      printConstants({
        [names[0]]: part.rows,
        [names[1]]: part.columns,
        threads,
        resident: residentBlocks(schedule, precision),
      }),
    ],
  };
}
