/** Kernels as functions of the module: each headed by the layers that use it, its shapes and its work. */

import { implementationOf } from '../../../compiler/plan/implementation.ts';
import type { Kernel } from '../../../compiler/plan/kernel.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { describe, usedBy } from '../../describe.ts';
import { wrap } from '../../text.ts';
import type { PrintedKernel } from '../../units.ts';
import { contractions } from '../contractions/index.ts';
import { printExpand } from './expand.ts';
import { printMap } from './map.ts';
import { printAdaptivePool, printPool } from './pool.ts';
import { printSoftmax } from './softmax.ts';

export type { PrintedKernel } from '../../units.ts';

/** A kernel's function with what stands above it, and how many units its work has. */
export function printKernel(kernel: Kernel, plan: Plan): PrintedKernel {
  const { text, units } = print(kernel);
  return { text: [...head(kernel, plan, units), text].join('\n'), units };
}

function print(kernel: Kernel): PrintedKernel {
  switch (kernel.kind) {
    case 'contract':
      return implementationOf(contractions, kernel.schedule).print(kernel);
    case 'expand':
      return printExpand(kernel);
    case 'pool':
      return printPool(kernel);
    case 'adaptive-pool':
      return printAdaptivePool(kernel);
    case 'softmax':
      return printSoftmax(kernel);
    case 'map':
      return printMap(kernel);
  }
}

/** The comment above a kernel. */
function head(kernel: Kernel, plan: Plan, units: number): readonly string[] {
  const lines = [
    ...wrap(describe(kernel), 5),
    ...wrap(usedBy(kernel, plan), 5),
    units === 1 ? 'One unit of work.' : `${units} units of work.`,
  ];
  return lines.map(line => `  ;; ${line}`);
}
