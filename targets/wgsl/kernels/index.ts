/** Kernels as shaders: each headed by its work, its shapes and the layers that use it. */

import { InvariantError, invariant } from '../../../compiler/errors.ts';
import type { Algorithm, ContractKernel, Kernel, Tile } from '../../../compiler/plan/kernel.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { describe, usedBy } from '../../describe.ts';
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
  const lines = [describe(kernel), usedBy(kernel, plan), ...how(kernel)];
  const head = lines
    .flatMap(line => wrap(line, 3))
    .map(line => `// ${line}`)
    .join('\n');
  switch (kernel.kind) {
    case 'contract':
      return printingOf(kernel).print(kernel, head);
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

/** What the target knows of an algorithm: its shader, and in words how the work is shared out. */
interface Printing<A extends Algorithm> {
  readonly print: (kernel: ContractKernel, head: string) => Printed;
  readonly how: (algorithm: A) => string;
}

const share = ({ rows, columns }: Tile): string =>
  `A workgroup computes ${rows} pixels of ${columns} output channels`;

/** The algorithms of this target. */
const printings: { readonly [N in Algorithm['name']]?: Printing<Extract<Algorithm, { name: N }>> } = {
  tiled: {
    print: printTiled,
    how({ tile, thread, depth, slices }) {
      const split = slices > 1 ? `, in ${slices} slices of the terms` : '';
      return `${share(tile)}, ${depth} terms of their sums at a time${split}; a thread computes ${thread.rows} by ${thread.columns}.`;
    },
  },
  patch: {
    print: printPatch,
    how: ({ tile, thread, across }) =>
      `A workgroup computes a block of ${across} by ${tile.rows / across} pixels of ${tile.columns} output channels; a thread, ${thread.rows} pixels of ${thread.columns}.`,
  },
  grouped: {
    print: printGrouped,
    how: ({ tile, thread }) => `${share(tile)}; a thread, ${thread.rows} by ${thread.columns}.`,
  },
  vector: {
    print: printVector,
    how: ({ tile, slices }) =>
      `A workgroup computes ${tile.columns} output channels of a row, in ${slices} slices of the terms.`,
  },
};

function printingOf({ name, algorithm }: ContractKernel): Printing<Algorithm> {
  // The table ties each entry to its algorithm; looking it up loses the tie.
  const printing = printings[algorithm.name] as Printing<Algorithm> | undefined;
  invariant(printing, `${name}: ${algorithm.name} is for other targets`);
  return printing;
}

/** How a contraction is shared out, in words. */
const how = (kernel: Kernel): readonly string[] =>
  kernel.kind === 'contract' ? [printingOf(kernel).how(kernel.algorithm)] : [];
