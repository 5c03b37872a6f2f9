/** Kernels as files: each headed by the layers that use it, its shapes and its work. */

import { implementationOf } from '../../../compiler/plan/implementation.ts';
import type { Kernel } from '../../../compiler/plan/kernel.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { describe, usedBy } from '../../describe.ts';
import { wrap } from '../../text.ts';
import type { PrintedKernel } from '../../units.ts';
import { contractions } from '../contractions/index.ts';
import { list } from '../layout.ts';
import { range } from '../units.ts';
import { printExpand } from './expand.ts';
import { printMap } from './map.ts';
import { printAdaptivePool, printPool } from './pool.ts';
import type { Slots } from './slots.ts';
import { printSoftmax } from './softmax.ts';
import { typedParameters } from './strips.ts';

/** A kernel's whole file. */
export function printKernel(kernel: Kernel, plan: Plan): PrintedKernel {
  const slots: Slots = units => ({
    head: head(kernel, plan, units),
    name: kernel.name,
    signature: list(`export function ${kernel.name}`, [...typedParameters(kernel), ...range], ': void {', 0),
  });
  switch (kernel.kind) {
    case 'contract':
      return implementationOf(contractions, kernel.schedule).print(kernel, slots);
    case 'pool':
      return printPool(kernel, slots);
    case 'adaptive-pool':
      return printAdaptivePool(kernel, slots);
    case 'softmax':
      return printSoftmax(kernel, slots);
    case 'map':
      return printMap(kernel, slots);
    case 'expand':
      return printExpand(kernel, slots);
  }
}

/** The comment over a kernel. */
function head(kernel: Kernel, plan: Plan, units: number): string {
  const lines = [describe(kernel), usedBy(kernel, plan), `Does units [from, to) of ${units}.`].flatMap(line =>
    wrap(line, 3),
  );
  return ['/**', ...lines.map(line => `* ${line}`), '*/'].join('\n');
}
