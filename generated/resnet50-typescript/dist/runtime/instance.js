/** A program in plain TypeScript as one thread has it: kernels of its own, bound to arrays that may be shared. */
/** Arrays for all but the weights. @param Buffer - what lies under them: `SharedArrayBuffer` where threads share them */
export const workspace = ({ bytes }, Buffer = ArrayBuffer) => ({
    prepared: new Float32Array(new Buffer(bytes.prepared)),
    arena: new Float32Array(new Buffer(bytes.activations)),
});
/** Arrays. @param Buffer - as for `workspace` */
export const allocate = (program, Buffer = ArrayBuffer) => ({
    weights: new Float32Array(new Buffer(program.bytes.weights)),
    ...workspace(program, Buffer),
});
/** The bytes of a program's weights. */
export const bytesOfWeights = ({ weights }) => new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);
/** Makes an instance. */
export async function instantiate(program, link, { memory = allocate(program) }) {
    return { weights: bytesOfWeights(memory), arena: memory.arena, ...link(memory) };
}
