/** What the target asks of an implementation, beside what the compiler does. */

import type { Implementation, Schedule } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel } from '../../../compiler/plan/kernel.ts';
import type { PrintedKernel } from '../../units.ts';

/** Where `units` are so many that up to eight threads get about as much each. Every sum is formed by one thread in one order. */
export interface WasmImplementation<S extends Schedule = Schedule> extends Implementation<S> {
  print(kernel: ContractKernel): PrintedKernel;
}
