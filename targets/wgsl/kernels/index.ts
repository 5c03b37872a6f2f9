/** Kernels as shaders: each headed by its work, its shapes and the layers that use it. */

import { InvariantError } from '../../../compiler/errors.ts';
import type { ContractKernel, Kernel } from '../../../compiler/plan/kernel.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { describe, layersOf } from '../../describe.ts';
import { wrap } from '../../text.ts';
import { printGrouped } from './grouped.ts';
import { printMap } from './map.ts';
import { printPatch } from './patch.ts';
import { printAdaptivePool, printPool } from './pool.ts';
import type { Printed } from './printed.ts';
import { printSoftmax } from './softmax.ts';
import { printTiled } from './tiled.ts';
import { printVector } from './vector.ts';

/**
 * A kernel's whole shader: entry point `main`, its arguments as the bindings of group 0 in order, but for those that
 * it writes over (`kernel.over`). `real` is the type of what is stored; everything is computed in float32.
 */
export function printKernel(kernel: Kernel, plan: Plan): Printed {
  const lines = [describe(kernel), `Used by ${layersOf(kernel, plan).join(', ')}.`, ...how(kernel)];
  const head = lines
    .flatMap(line => wrap(line, 3))
    .map(line => `// ${line}`)
    .join('\n');
  switch (kernel.kind) {
    case 'contract':
      return printContraction(kernel, head);
    case 'pool':
      return printPool(kernel, head);
    case 'adaptive-pool':
      return printAdaptivePool(kernel, head);
    case 'softmax':
      return printSoftmax(kernel, head);
    case 'map':
      return printMap(kernel, head);
    case 'expand':
      throw new InvariantError(`${kernel.name}: no algorithm of this target expands weights`);
  }
}

function printContraction(kernel: ContractKernel, head: string): Printed {
  switch (kernel.algorithm.name) {
    case 'tiled':
      return printTiled(kernel, head);
    case 'patch':
      return printPatch(kernel, head);
    case 'grouped':
      return printGrouped(kernel, head);
    case 'vector':
      return printVector(kernel, head);
    default:
      throw new InvariantError(`${kernel.name}: ${kernel.algorithm.name} is for other targets`);
  }
}

/** How a contraction is shared out, in words. */
function how(kernel: Kernel): readonly string[] {
  if (kernel.kind !== 'contract') return [];
  const { algorithm } = kernel;
  const { tile } = algorithm;
  const share = `A workgroup computes ${tile.rows} pixels of ${tile.columns} output channels`;
  switch (algorithm.name) {
    case 'tiled': {
      const { thread, depth, slices } = algorithm;
      const split = slices > 1 ? `, in ${slices} slices of the terms` : '';
      return [
        `${share}, ${depth} terms of their sums at a time${split}; a thread computes ${thread.rows} by ${thread.columns}.`,
      ];
    }
    case 'patch':
      return [
        `A workgroup computes a block of ${algorithm.across} by ${tile.rows / algorithm.across} pixels of ${tile.columns} output channels; a thread, ${algorithm.thread.rows} pixels of ${algorithm.thread.columns}.`,
      ];
    case 'grouped':
      return [`${share}; a thread, ${algorithm.thread.rows} by ${algorithm.thread.columns}.`];
    case 'vector':
      return [
        `A workgroup computes ${tile.columns} output channels of a row, in ${algorithm.slices} slices of the terms.`,
      ];
    default:
      return [];
  }
}
