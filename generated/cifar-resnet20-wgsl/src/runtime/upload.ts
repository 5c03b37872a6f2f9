/** Weights into their buffers as they arrive: no more than a few pieces of them are ever in the memory of the CPU. */

import type { WeightsHeader } from './header.ts';
import type { WeightsSource } from './source.ts';
import { readWeights, type WeightsOptions } from './weights.ts';
import { type Complaint, watch } from './errors.ts';
import { toHalves } from './float16.ts';
import type { GpuDevice } from './gpu.ts';
import type { Memory } from './memory.ts';

/** Bytes that may be on their way to the GPU: until it has taken them, they are in memory twice. */
const mostUnderway = 32 * 1024 * 1024;

/**
 * Reads weights into the buffers that are there for them.
 *
 * @throws Error as `readWeights` does, or with what the GPU complains of
 */
export async function uploadWeights(
  source: WeightsSource,
  options: WeightsOptions,
  device: GpuDevice,
  memory: Memory,
): Promise<WeightsHeader> {
  const { queue } = device;
  let underway = 0;
  let complaints: Promise<Complaint | undefined>[] = [];
  const settle = async (): Promise<void> => {
    await queue.onSubmittedWorkDone();
    const refusal = (await Promise.all(complaints)).find(each => each !== undefined);
    if (refusal) throw new Error(`weights: the GPU does not take them: ${refusal.message}`);
    complaints = [];
    underway = 0;
  };
  const header = await readWeights(source, options, async (piece, at) => {
    const first = at / 4;
    const numbers = memory.unit === 2 ? toHalves(floats(piece)) : piece;
    // Both kinds of arrays count in their own elements.
    const perNumber = memory.unit === 2 ? 1 : 4;
    complaints.push(
      watch(device, () => {
        for (const slot of memory.weights) {
          const from = Math.max(first, slot.offset);
          const to = Math.min(first + piece.length / 4, slot.offset + slot.elements);
          if (from >= to) continue;
          const place = (from - slot.offset) * memory.unit;
          queue.writeBuffer(slot.buffer, place, numbers, (from - first) * perNumber, (to - from) * perNumber);
        }
      }).complaint,
    );
    underway += numbers.byteLength;
    if (underway >= mostUnderway) await settle();
  });
  await settle();
  return header;
}

/** A piece as numbers; copied where it does not lie at a multiple of four bytes. */
function floats(piece: Uint8Array): Float32Array {
  const { buffer, byteOffset, length } = piece.byteOffset % 4 === 0 ? piece : piece.slice();
  return new Float32Array(buffer, byteOffset, length / 4);
}
