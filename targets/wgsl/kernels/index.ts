/** Kernels as shaders: each headed by its work, its shapes and the layers that use it. */

import { InvariantError } from '../../../compiler/errors.ts';
import { implementationOf } from '../../../compiler/plan/implementation.ts';
import type { Kernel } from '../../../compiler/plan/kernel.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { describe, usedBy } from '../../describe.ts';
import { wrap } from '../../text.ts';
import { contractions } from '../contractions/index.ts';
import { withFunctions } from '../parts/functions.ts';
import { printMap } from './map.ts';
import { printAdaptivePool, printPool } from './pool.ts';
import type { Printed } from './printed.ts';
import { printSoftmax } from './softmax.ts';

/**
 * A kernel's whole shader: entry point `main`, its arguments as the bindings of group 0 in order, but for those that
 * it writes over (`kernel.over`). `real` is the type of what is stored; everything is computed in float32.
 */
export function printKernel(kernel: Kernel, plan: Plan): Printed {
  const { text, workgroups } = printWithout(kernel, plan);
  return { text: withFunctions(text), workgroups };
}

/** Without the functions that its expressions call. */
function printWithout(kernel: Kernel, plan: Plan): Printed {
  const lines = [describe(kernel), usedBy(kernel, plan), ...how(kernel)];
  const head = lines
    .flatMap(line => wrap(line, 3))
    .map(line => `// ${line}`)
    .join('\n');
  switch (kernel.kind) {
    case 'contract':
      return implementationOf(contractions, kernel.schedule).print(kernel, head);
    case 'pool':
      return printPool(kernel, head);
    case 'adaptive-pool':
      return printAdaptivePool(kernel, head);
    case 'softmax':
      return printSoftmax(kernel, head);
    case 'map':
      return printMap(kernel, head);
    case 'expand':
      throw new InvariantError(`${kernel.name}: no implementation of this target expands weights`);
  }
}

/** How a contraction is shared out, in words. */
const how = (kernel: Kernel): readonly string[] =>
  kernel.kind === 'contract' ? [implementationOf(contractions, kernel.schedule).how(kernel)] : [];
