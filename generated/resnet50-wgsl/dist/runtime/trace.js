/** A run step by step, with all activations after each. */
import { outputsIn } from './values.js';
import { arrived, attempt } from './blame.js';
import { addPass } from './dispatch.js';
import { fromHalves } from './float16.js';
import { read, readable } from './readback.js';
/** Runs an input and shows the activations after each step. @returns the outputs */
export async function trace(session, bring, visit) {
    const { dispatches, memory, program, life, resources } = session;
    const slots = memory.arena.map(slot => {
        const bytes = slot.elements * memory.unit;
        return { ...slot, bytes, target: readable(resources, `${program.name} trace`, bytes) };
    });
    const arena = new Float32Array(slots.reduce((sum, { elements }) => sum + elements, 0));
    try {
        for (const [index, dispatch] of dispatches.entries()) {
            const { layer } = dispatch;
            await attempt(session, layer, index === 0 ? bring : () => arrived(layer), (encoder, { dispatches: first }) => {
                addPass(encoder, layer, [...first, dispatch]);
                for (const { buffer, bytes, target } of slots) {
                    encoder.copyBufferToBuffer(buffer, 0, target, 0, bytes);
                }
            });
            for (const { offset, target } of slots) {
                const bytes = await read(target, life);
                arena.set(memory.unit === 4 ? new Float32Array(bytes) : fromHalves(new Uint16Array(bytes)), offset);
            }
            visit({ layer }, index, arena);
        }
    }
    finally {
        for (const { target } of slots)
            resources.release(target);
    }
    return outputsIn(program, arena);
}
