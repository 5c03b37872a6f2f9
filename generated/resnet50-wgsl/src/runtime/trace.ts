/** A run step by step, with all activations after each. */

import type { Step } from './interface.ts';
import { outputsIn } from './values.ts';
import { arrived, attempt } from './blame.ts';
import { addPass } from './dispatch.ts';
import { fromHalves } from './float16.ts';
import { read, readable } from './readback.ts';
import type { Arrival, Session } from './session.ts';

/** Runs an input and shows the activations after each step. @returns the outputs */
export async function trace(
  session: Session,
  bring: () => Arrival,
  visit: (step: Step, index: number, arena: Float32Array) => void,
): Promise<readonly Float32Array[]> {
  const { dispatches, memory, program, life, resources } = session;
  const slots = memory.arena.map(slot => {
    const bytes = slot.elements * memory.unit;
    return { ...slot, bytes, target: readable(resources, `${program.name} trace`, bytes) };
  });
  const arena = new Float32Array(slots.reduce((sum, { elements }) => sum + elements, 0));
  try {
    for (const [index, dispatch] of dispatches.entries()) {
      const { layer } = dispatch;
      await attempt(
        session,
        layer,
        index === 0 ? bring : () => arrived(layer),
        (encoder, { dispatches: first }) => {
          addPass(encoder, layer, [...first, dispatch]);
          for (const { buffer, bytes, target } of slots) {
            encoder.copyBufferToBuffer(buffer, 0, target, 0, bytes);
          }
        },
      );
      for (const { offset, target } of slots) {
        const bytes = await read(target, life);
        arena.set(memory.unit === 4 ? new Float32Array(bytes) : fromHalves(new Uint16Array(bytes)), offset);
      }
      visit({ layer }, index, arena);
    }
  } finally {
    for (const { target } of slots) resources.release(target);
  }
  return outputsIn(program, arena);
}
