/** Results on their way back: each run has a buffer of its own until it has read it. */
import { BufferUsage, mapRead } from './gpu.js';
/** Buffers that wait for the next run; those of more runs at once are let go of. */
const mostSpare = 4;
/** A buffer that results are copied to, to be read. */
export const readable = (resources, label, bytes) => resources.buffer(label, bytes, BufferUsage.mapRead | BufferUsage.copyDestination);
/** What was copied to a buffer, once it has been. */
export async function read(buffer, life) {
    await life.until(buffer.mapAsync(mapRead));
    const result = buffer.getMappedRange().slice(0);
    buffer.unmap();
    return result;
}
/** Buffers of one size, used again and again. */
export class Readback {
    bytes;
    #label;
    #resources;
    #spare = [];
    /** @param bytes - what is read each time: whole fours */
    constructor(label, bytes, resources) {
        this.#label = label;
        this.bytes = bytes;
        this.#resources = resources;
    }
    /** A buffer to copy to. */
    take() {
        return this.#spare.pop() ?? readable(this.#resources, this.#label, this.bytes);
    }
    /** Takes a buffer back that has been read. */
    give(buffer) {
        if (this.#spare.length < mostSpare)
            this.#spare.push(buffer);
        else
            this.#resources.release(buffer);
    }
}
