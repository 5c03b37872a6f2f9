/** Where everything lies in a package's one memory. */

import { UserError } from '../../compiler/errors.ts';
import { align } from '../../compiler/plan/memory.ts';
import type { Plan, Region } from '../../compiler/plan/plan.ts';

/** Bytes: regions one after another, then the room that kernels work in. */
export interface MemoryMap {
  readonly regions: Readonly<Record<Region, number>>;
  /** Where the room of the first thread begins; those of others follow. */
  readonly room: number;
  /** Of one thread: what the kernel needs that needs most. */
  readonly roomBytes: number;
  /** Of 64 KiB, with the room of one thread. */
  readonly pages: number;
}

const pageBytes = 2 ** 16;
/** Addresses have 32 bits. */
export const mostPages = 2 ** 16;
/** Two cache lines: threads that write side by side would slow each other. */
const apart = 128;

/** The memory of a plan. @throws UserError where it is more than WebAssembly can address */
export function memoryMapOf(plan: Plan): MemoryMap {
  const weights = 0;
  const prepared = align(weights + 4 * plan.recipe.elements, apart);
  const arena = align(prepared + 4 * plan.prepared, apart);
  const room = align(arena + 4 * plan.arena.elements, apart);
  const most = Math.max(0, ...plan.kernels.map(each => (each.kind === 'contract' ? each.scratch : 0)));
  const roomBytes = align(4 * most, apart);
  const pages = Math.max(1, Math.ceil((room + roomBytes) / pageBytes));
  if (pages > mostPages) {
    throw new UserError(
      'too-large',
      `needs ${((pages * pageBytes) / 2 ** 30).toFixed(1)} GiB of memory, and WebAssembly addresses 4`,
      { at: plan.name, fix: 'a smaller batch or input, or another target' },
    );
  }
  return { regions: { weights, prepared, arena }, room, roomBytes, pages };
}
