/** Convolutions and linear layers: what the templates of all implementations are given. */

import { implementationOf } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import type { CudaImplementation } from '../contractions/implementation.ts';
import { contractionsFor } from '../contractions/index.ts';
import type { CudaOptions } from '../options.ts';
import type { KernelParts } from './printed.ts';
import { printFinish, printImage, printWindow } from './shapes.ts';

/** The implementation of a kernel. */
export const ownOf = ({ schedule }: ContractKernel, options: CudaOptions): CudaImplementation =>
  implementationOf(contractionsFor(options), schedule);

/** The struct and its launch. */
export function printContract(kernel: ContractKernel, options: CudaOptions): KernelParts {
  const { x, y, window, bias, epilogue, joined } = kernel;
  const { lines, ...rest } = ownOf(kernel, options).print(kernel);
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
