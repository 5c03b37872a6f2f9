/** What the target asks of an implementation, beside what the compiler does. */

import type { Implementation, Schedule } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import type { PrintedKernel } from '../../units.ts';
import type { Slots } from '../kernels/slots.ts';

export interface TypescriptImplementation<S extends Schedule = Schedule> extends Implementation<S> {
  print(kernel: ContractKernel, slots: Slots): PrintedKernel;
}
