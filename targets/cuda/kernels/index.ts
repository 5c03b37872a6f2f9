/** Kernels as structs of constants, each headed by its work, its shapes and the layers that use it. */

import { InvariantError } from '../../../compiler/errors.ts';
import type { Kernel } from '../../../compiler/plan/kernel.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { describe, usedBy } from '../../describe.ts';
import { indent, wrap } from '../../text.ts';
import { type CudaOptions, optionsOf } from '../options.ts';
import { precisions } from '../precisions.ts';
import { ownOf, printContract } from './contract.ts';
import { printMap } from './map.ts';
import { printPool } from './pool.ts';
import type { KernelParts, Printed } from './printed.ts';
import { printSoftmax } from './softmax.ts';

/** A kernel's struct and how it is launched. */
export function printKernel(kernel: Kernel, plan: Plan): Printed {
  const options = optionsOf(plan);
  const { precision } = options;
  const { lines, ...rest } = partsOf(kernel, options);
  const head = [
    describe(kernel),
    ...(kernel.kind === 'contract' ? [ownOf(kernel, options).how(kernel)] : []),
    usedBy(kernel, plan),
  ];
  const text = [
    ...head.flatMap(line => wrap(line, 3)).map(line => `// ${line}`),
    `struct ${structOf(kernel)} {`,
    `using Real = ${precisions[precision].real};`,
    ...lines,
    '};',
  ].join('\n');
  return { ...rest, text: indent(text) };
}

/** The name of a kernel's struct: names of kernels may begin with no letter, or be words of the language. */
export const structOf = ({ name }: Kernel): string => `${name}_kernel`;

function partsOf(kernel: Kernel, options: CudaOptions): KernelParts {
  switch (kernel.kind) {
    case 'contract':
      return printContract(kernel, options);
    case 'pool':
    case 'adaptive-pool':
      return printPool(kernel, options.precision);
    case 'softmax':
      return printSoftmax(kernel);
    case 'map':
      return printMap(kernel);
    case 'expand':
      throw new InvariantError(`${kernel.name}: no implementation of this target expands weights`);
  }
}
