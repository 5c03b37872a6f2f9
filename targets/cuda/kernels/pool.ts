/** Pooling. */

import type { AdaptivePoolKernel, PoolKernel } from '../../../compiler/plan/kernel.ts';
import { elementCount } from '../../../compiler/shape.ts';
import type { Precision } from '../options.ts';
import { precisions } from '../precisions.ts';
import { eachBlocks, eachThreads, type KernelParts, type Parameter } from './printed.ts';
import { printConstants, printFinish, printImage, printWindow } from './shapes.ts';

/** A struct's lines and its launch. */
export function printPool(kernel: PoolKernel | AdaptivePoolKernel, precision: Precision): KernelParts {
  const { x, y, epilogue } = kernel;
  const parameters: readonly Parameter[] = [
    { kind: 'view', view: 'In', type: 'Real', of: 'x' },
    { kind: 'operands', of: (epilogue?.operands ?? []).map((_, i) => `r${i}`) },
    { kind: 'view', view: 'Out', type: 'Real', of: 'y' },
  ];
  return {
    template: kernel.kind === 'pool' ? 'pool' : 'adaptive_pool',
    file: 'pool',
    blocks: eachBlocks(elementCount(y.shape) / lanesOf(kernel, precision)),
    threads: eachThreads,
    shared: 0,
    parameters,
    lines: [
      `using X = ${printImage(x)};`,
      `using Y = ${printImage(y)};`,
      ...(kernel.kind === 'pool'
        ? [
            `using Window = ${printWindow(kernel.window)};`,
            `static constexpr bool is_max = ${kernel.reducer === 'max'}, counts_padding = ${kernel.countPadding};`,
          ]
        : []),
      printConstants({ threads: eachThreads }),
      ...printFinish(epilogue, 'value'),
    ],
  };
}

/** Channels that a thread reads and stores together, as `pool.cuh` has it. */
function lanesOf({ x, y }: PoolKernel | AdaptivePoolKernel, precision: Precision): number {
  const [, channels = 1] = y.shape;
  const fits = (lanes: number): boolean =>
    channels % lanes === 0 &&
    [x, y].every(
      ({ strides }) => strides[1] === 1 && [0, 2, 3].every(axis => (strides[axis] ?? 0) % lanes === 0),
    );
  return [8, 4, 2].find(lanes => lanes * precisions[precision].bytes <= 16 && fits(lanes)) ?? 1;
}
