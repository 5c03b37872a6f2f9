/** Convolutions and linear layers: constants for the templates of each algorithm. */

import { InvariantError, invariant } from '../../../compiler/errors.ts';
import type { Algorithm, AlgorithmOf, ContractKernel } from '../../../compiler/plan/kernel.ts';
import { sizesOf } from '../../sizes.ts';
import { residentBlocks, splitWorkspace } from '../algorithm.ts';
import { patchBytes, stagedBytes, vectorBytes } from '../block-memory.ts';
import type { Precision } from '../options.ts';
import { precisions } from '../precisions.ts';
import type { KernelParts, Parameter } from './printed.ts';
import { printConstants, printFinish, printImage, printWindow } from './shapes.ts';

/** How an algorithm shares the work, in words. */
export function how(algorithm: Algorithm): string {
  const { rows, columns } = algorithm.tile;
  const share = `A block sums ${rows} pixels by ${columns} output channels`;
  switch (algorithm.name) {
    case 'simt': {
      const { thread } = algorithm;
      return `${share}, a thread ${thread.rows} by ${thread.columns}; ${staging(algorithm)}.`;
    }
    case 'mma': {
      const { warp } = algorithm;
      return `${share}, a warp ${warp.rows} by ${warp.columns}; ${staging(algorithm)}.`;
    }
    case 'patch':
      return `A block sums ${algorithm.across} by ${rows / algorithm.across} pixels by ${columns} output channels.`;
    case 'grouped':
      return `${share}, a thread ${algorithm.thread.rows} by 4.`;
    case 'vector':
      return `A block sums ${columns} outputs of a row, in ${algorithm.slices} slices of the terms.`;
    default:
      throw new InvariantError(`${algorithm.name} is for other targets`);
  }
}

const staging = ({ depth, stages, splits }: AlgorithmOf<'simt' | 'mma'>): string =>
  `${depth} terms at a time in ${stages} stages${splits > 1 ? `, ${splits} blocks a share of the terms each` : ''}`;

/** The struct and its launch. */
export function printContract(kernel: ContractKernel, precision: Precision): KernelParts {
  const { x, y, window, bias, epilogue, joined } = kernel;
  const { lines, ...rest } = algorithmOf(kernel, precision);
  return {
    ...rest,
    lines: [
      `using X = ${printImage(x)};`,
      `using Y = ${printImage(y)};`,
      `using Window = ${printWindow(window)};`,
      ...(joined ? [`using Join = Joined<${printImage(joined.x)}, ${printWindow(joined.window)}>;`] : []),
      ...lines,
      `static constexpr bool biased = ${bias};`,
      ...printFinish(epilogue, 'sum'),
    ],
  };
}

/** The names of an epilogue's operands. */
const operandsOf = ({ epilogue }: ContractKernel): Parameter => ({
  kind: 'operands',
  of: (epilogue?.operands ?? []).map((_, i) => `r${i}`),
});

/** What all templates are given, with what comes between `x` and the weights, and after `y`. */
const argumentsOf = (
  kernel: ContractKernel,
  second: readonly Parameter[] = [],
  last: readonly Parameter[] = [],
): readonly Parameter[] => [
  { kind: 'view', view: 'In', type: 'Real', of: 'x' },
  ...second,
  { kind: 'view', view: 'In', type: 'Real', of: 'w' },
  { kind: 'view', view: 'In', type: 'float', of: kernel.bias ? 'b' : '' },
  operandsOf(kernel),
  { kind: 'view', view: 'Out', type: 'Real', of: 'y' },
  ...last,
];

/** How tensor cores multiply. */
function multiplyOf(precision: Precision, name: string): string {
  const { multiply } = precisions[precision];
  invariant(multiply, `${name}: tensor cores do not multiply ${precision}`);
  return `using Multiply = ${multiply};`;
}

function algorithmOf(kernel: ContractKernel, precision: Precision): KernelParts {
  const { name, algorithm } = kernel;
  switch (algorithm.name) {
    case 'simt':
    case 'mma':
      return staged(kernel, algorithm, precision);
    case 'patch':
      return patch(kernel, algorithm, precision);
    case 'grouped': {
      const { tile, thread } = algorithm;
      const { pixels, channels } = sizesOf(kernel);
      const threads = ((tile.rows / thread.rows) * tile.columns) / 4;
      return {
        template: 'grouped',
        file: 'grouped',
        blocks: [Math.ceil(pixels / tile.rows), Math.ceil(channels / tile.columns), 1],
        threads,
        shared: 0,
        parameters: argumentsOf(kernel),
        lines: [
          printConstants({
            groups: kernel.groups,
            rows: tile.rows,
            columns: tile.columns,
            thread_rows: thread.rows,
            threads,
          }),
        ],
      };
    }
    case 'vector': {
      const { tile, slices } = algorithm;
      const { pixels, channels, terms } = sizesOf(kernel);
      const threads = (tile.columns / 4) * slices;
      return {
        template: 'vector',
        file: 'vector',
        blocks: [pixels, Math.ceil(channels / tile.columns), 1],
        threads,
        shared: vectorBytes(terms, algorithm),
        parameters: argumentsOf(kernel),
        lines: [
          printConstants({ columns: tile.columns, slices, threads }),
          `static constexpr bool of_mean = ${kernel.mean === true};`,
        ],
      };
    }
    default:
      throw new InvariantError(`${name}: ${algorithm.name} is for other targets`);
  }
}

function staged(
  kernel: ContractKernel,
  algorithm: AlgorithmOf<'simt' | 'mma'>,
  precision: Precision,
): KernelParts {
  const { tile, depth, stages, splits } = algorithm;
  const sizes = sizesOf(kernel);
  const isSimt = algorithm.name === 'simt';
  const part = isSimt ? algorithm.thread : algorithm.warp;
  const parts = (tile.rows * tile.columns) / (part.rows * part.columns);
  const threads = isSimt ? parts : 32 * parts;
  const names = isSimt
    ? (['thread_rows', 'thread_columns'] as const)
    : (['warp_rows', 'warp_columns'] as const);
  return {
    template: `igemm_${algorithm.name}`,
    file: `igemm_${algorithm.name}`,
    blocks: [Math.ceil(sizes.pixels / tile.rows) * Math.ceil(sizes.channels / tile.columns), splits, 1],
    threads,
    shared: stagedBytes(algorithm, precision),
    parameters: argumentsOf(
      kernel,
      [{ kind: 'view', view: 'In', type: 'Real', of: 'v' }],
      [{ kind: 'partials' }, { kind: 'tickets' }],
    ),
    workspace: splitWorkspace(algorithm, sizes),
    lines: [
      ...(kernel.joined ? [] : ['using Join = NotJoined;']),
      ...(isSimt ? [] : [multiplyOf(precision, kernel.name)]),
      printConstants({ rows: tile.rows, columns: tile.columns, depth, stages, splits }),
      printConstants({
        [names[0]]: part.rows,
        [names[1]]: part.columns,
        threads,
        resident: residentBlocks(algorithm, precision),
      }),
    ],
  };
}

function patch(kernel: ContractKernel, algorithm: AlgorithmOf<'patch'>, precision: Precision): KernelParts {
  const { tile, thread, across } = algorithm;
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
    shared: patchBytes(kernel, algorithm, precision),
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
