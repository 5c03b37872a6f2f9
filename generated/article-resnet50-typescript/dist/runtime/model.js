/** A package of plain TypeScript at work: memory, weights, kernels bound to ranges of arrays. */
import { collectWeights } from './collect.js';
import { CpuModel } from './cpu-model.js';
/**
 * Fetches weights, checks them, and makes a model.
 *
 * @param link - binds a program's kernels to memory
 */
export async function loadModel(program, link, { weights: source, onProgress, signal }) {
    const { bytes, plan } = program;
    const { origin, numbers } = await collectWeights(source, {
        bytes: bytes.download,
        plan,
        onProgress,
        signal,
    });
    const memory = {
        weights: numbers,
        prepared: new Float32Array(bytes.prepared / 4),
        arena: new Float32Array(bytes.activations / 4),
    };
    const { prepare, steps } = link(memory);
    for (const { units, run } of prepare)
        run(0, units);
    const whole = steps.map(({ layer, units, run }) => ({ layer, run: () => run(0, units) }));
    return new CpuModel(program, { arena: memory.arena, steps: whole }, origin);
}
/**
 * A step that calls a kernel. Its last range is what is written.
 *
 * @param units - of the kernel's work
 */
export function step(layer, kernel, units, ...memory) {
    return { layer, units, run: (from, to) => kernel(...memory, from, to) };
}
