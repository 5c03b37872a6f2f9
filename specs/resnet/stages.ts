/** What the ResNets' stages share. */

import type { Module } from 'netwright';

/** Blocks of each stage. */
export type Depths = readonly [stage1: number, stage2: number, stage3: number, stage4: number];

/** As many modules as asked for. */
export function repeat<M extends Module>(count: number, make: () => M): M[] {
  return Array.from({ length: count }, make);
}
