/** What the target asks of an implementation, beside what the compiler does. */

import { z } from 'zod';
import { count, type Implementation, type Schedule } from '../../../compiler/plan/implementation.ts';
import type { ContractKernel, Tile } from '../../../compiler/plan/kernel.ts';
import type { Printed } from '../kernels/printed.ts';

export interface WgslImplementation<S extends Schedule = Schedule> extends Implementation<S> {
  /** How a workgroup and its threads share the work, in words. */
  how(kernel: ContractKernel): string;
  print(kernel: ContractKernel, head: string): Printed;
}

/** Output channels side by side, in fours: what all of them read weights as. */
export const weightsInQuads = () => ({ order: 'tap, in, out', multiple: 4 }) as const;

/** A tile of whole quads. */
export const quadTile = z.strictObject({ rows: count, columns: count.multipleOf(4) });

/** The most threads of a workgroup: WebGPU's default. */
const mostThreads = 256;

/** Whether a tile divides among threads of which there are not too many. */
export const divides = (tile: Tile, thread: Tile, slices = 1): boolean =>
  tile.rows % thread.rows === 0 &&
  tile.columns % thread.columns === 0 &&
  (tile.rows / thread.rows) * (tile.columns / thread.columns) * slices <= mostThreads;

export const share = ({ rows, columns }: Tile): string =>
  `A workgroup computes ${rows} pixels of ${columns} output channels`;
