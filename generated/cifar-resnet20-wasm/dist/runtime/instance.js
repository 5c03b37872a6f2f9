/** A WebAssembly program as one thread has it: kernels over a memory, which may be shared. */
import { instantiateKernels } from './kernels.js';
/**
 * Memory for a program.
 *
 * @param threads - several share it; one has it alone
 * @throws Error where there is no such memory to be had
 */
export function allocate({ name, bytes }, code, threads) {
    const { room } = code.memory;
    const pages = Math.max(1, Math.ceil((room + threads * bytes.scratch) / pageBytes));
    try {
        // Kernels import memory that has a maximum; none grows.
        return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: threads > 1 });
    }
    catch (cause) {
        const size = Math.ceil(pages / 16);
        throw new Error(`${name}: there are no ${size} MB of memory to be had; dispose of what is not needed`, {
            cause,
        });
    }
}
const pageBytes = 2 ** 16;
/** The bytes of a memory that weights stream into. */
export const weightsIn = ({ buffer }, { bytes }, { memory }) => new Uint8Array(buffer, memory.weights, bytes.weights);
/**
 * Makes an instance.
 *
 * @param thread - works in a room of its own
 * @throws Error where kernels are another package's, or there is no memory
 */
export async function instantiate(program, code, { module, memory = allocate(program, code, 1) }, thread = 0) {
    const { name, bytes } = program;
    const kernels = await instantiateKernels(name, code, module, memory);
    const room = code.memory.room + thread * bytes.scratch;
    const taskOf = ({ layer, kernel, addresses }) => ({
        layer,
        units: code.units[kernel] ?? 0,
        run: (from, to) => kernels[kernel]?.(...addresses, room, from, to),
    });
    const steps = code.steps.map(taskOf);
    return {
        weights: weightsIn(memory, program, code),
        arena: new Float32Array(memory.buffer, code.memory.arena, bytes.activations / 4),
        prepare: code.prepare.map(taskOf),
        steps,
        warmUp: () => warmUp(code, steps),
    };
}
/** Of a kernel's units, the share after which engines have seen enough of it. */
const warmShare = 1 / 8;
/**
 * Engines compile twice: at once, and well when a kernel has worked for a while. So each works before it is needed, on
 * whatever lies in memory, and the first real run finds it compiled well.
 */
function warmUp({ steps }, tasks) {
    const done = new Set();
    for (const [i, { kernel }] of steps.entries()) {
        const task = tasks[i];
        if (!task || done.has(kernel))
            continue;
        done.add(kernel);
        task.run(0, Math.ceil(task.units * warmShare));
    }
}
