/** A package of plain TypeScript at work: memory, weights, kernels bound to ranges of arrays. */
import { alone, doAlone } from './alone.js';
import { checkLoad } from './arguments.js';
import { collectWeights } from './collect.js';
import { CpuModel } from './cpu-model.js';
import { loadThreaded } from './threaded-model.js';
import { allocate, bytesOfWeights, instantiate, workspace } from './instance.js';
/**
 * Fetches weights, checks them, and makes a model.
 *
 * @param link - binds a program's kernels to memory
 * @throws Error that says what is missing, or what was expected and got, and how to mend it
 */
export async function loadModel(program, link, workers, options) {
    checkLoad(program.name, options, ['threads', 'worker']);
    const { weights: source, threads, onProgress, signal } = options;
    if (threads !== undefined) {
        return loadThreaded(program, workers, count => layGround(program, count), options, threads);
    }
    const { bytes, plan } = program;
    const expected = { bytes: bytes.download, plan, onProgress, signal };
    const { origin, numbers } = await collectWeights(source, expected);
    const instance = await instantiate(program, link, { memory: { weights: numbers, ...workspace(program) } });
    for (const task of instance.prepare)
        doAlone(task);
    return new CpuModel(program, alone(program, instance), origin);
}
/** What threads are made of. */
function layGround(program, threads) {
    if (threads === 1)
        return { setup: async () => ({}) };
    const memory = allocate(program, SharedArrayBuffer);
    return { setup: async () => ({ memory }), weights: bytesOfWeights(memory) };
}
