/** What every thread does: its share of a step, with kernels of its own. */

import type { Kernels } from './kernels.ts';
import type { WasmStep } from './program.ts';

/** What a thread works with. */
export interface Hands {
  readonly kernels: Kernels;
  /** Where its room begins, in bytes: no other thread writes there. */
  readonly room: number;
}

/**
 * Runs the units of a step from `from` up to, not including, `to`. Units write different numbers and read none that
 * another writes, so whoever does which of them, and when, changes no bit.
 */
export function runStep(
  { kernels, room }: Hands,
  { kernel, addresses }: WasmStep,
  from: number,
  to: number,
): void {
  kernels[kernel]?.(...addresses, room, from, to);
}
