/** What the target asks of an implementation, beside what the compiler does. */

import { invariant } from '../../../compiler/errors.ts';
import type { Implementation, Schedule } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel, Tile } from '../../../compiler/plan/kernel.ts';
import type { KernelParts, Parameter } from '../kernels/printed.ts';
import type { Precision } from '../options.ts';
import { precisions } from '../precisions.ts';

export interface CudaImplementation<S extends Schedule = Schedule> extends Implementation<S> {
  /** How blocks and threads share the work, in words. */
  how(kernel: ContractKernel): string;
  /** Its template's constants and its launch; `kernels/contract.ts` adds what all templates are given. */
  print(kernel: ContractKernel): KernelParts;
}

/** Output channels side by side, in fours. */
export const weightsInQuads = () => ({ order: 'tap, in, out', multiple: 4 }) as const;

export const share = ({ rows, columns }: Tile): string =>
  `A block sums ${rows} pixels by ${columns} output channels`;

/** The names of an epilogue's operands. */
const operandsOf = ({ epilogue }: ContractKernel): Parameter => ({
  kind: 'operands',
  of: (epilogue?.operands ?? []).map((_, i) => `r${i}`),
});

/** What all templates are given, with what comes between `x` and the weights, and after `y`. */
export const argumentsOf = (
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
export function multiplyOf(precision: Precision, name: string): string {
  const { multiply } = precisions[precision];
  invariant(multiply, `${name}: tensor cores do not multiply ${precision}`);
  return `using Multiply = ${multiply};`;
}
