/** A network whose runs are done by workers: the caller's thread never waits for them. */
import { CpuModel } from './cpu-model.js';
import { Crew } from './crew.js';
import { disposedError, } from './interface.js';
import { canShare, checkThreads, tellOfOne } from './threads.js';
import { together } from './together.js';
import { outputsIn } from './values.js';
import { readWeights } from './weights.js';
/**
 * Makes a model of workers. They start, and kernels are warmed up, while weights are on their way.
 *
 * @param lay - lays the ground for so many threads: several share memory, one has its own
 * @throws Error that says what is missing, or what was expected and got, and how to mend it
 */
export async function loadThreaded(program, workers, lay, { weights: source, worker: address, onProgress, signal }, wanted) {
    const { name, bytes, plan } = program;
    checkThreads(name, wanted);
    signal?.throwIfAborted();
    if (!canShare())
        tellOfOne(name, wanted);
    const threads = canShare() ? wanted : 1;
    const crew = new Crew(program);
    const stop = () => crew.end(errorOf(signal?.reason));
    signal?.addEventListener('abort', stop);
    try {
        const { setup, weights } = lay(threads);
        const take = weights
            ? (piece, at) => weights.set(piece, at)
            : async (piece, at) => {
                const own = piece.slice();
                await crew.ready;
                await crew.call('take', [own, at]);
            };
        const [, { origin }] = await together(signal, async (ended) => {
            await Promise.race([crew.start({ workers, address, setup: await setup(ended), threads }), crew.over]);
            await crew.call('warmUp', []);
        }, ended => {
            const expected = { bytes: bytes.download, plan, onProgress, signal: ended };
            return readWeights(source, expected, take);
        });
        await crew.call('prepare', []);
        signal?.throwIfAborted();
        return new CpuModel(program, new Threaded(program, crew), origin);
    }
    catch (error) {
        crew.end(errorOf(error));
        signal?.throwIfAborted();
        throw error;
    }
    finally {
        signal?.removeEventListener('abort', stop);
    }
}
/** Whoever aborts may give anything for a reason. */
const errorOf = (reason) => (reason instanceof Error ? reason : new Error(String(reason)));
/** Workers at work for a model: one input at a time, in the order of the calls. */
class Threaded {
    #program;
    #crew;
    #last = Promise.resolve();
    constructor(program, crew) {
        this.#program = program;
        this.#crew = crew;
    }
    check() {
        this.#crew.check();
    }
    run(inputs) {
        const own = inputs.map(copy);
        return this.#inTurn(() => this.#crew.call('run', [own]));
    }
    runImages(images) {
        const own = images.map(({ data, width, height }) => ({ data: new Uint8Array(data), width, height }));
        return this.#inTurn(() => this.#crew.call('runImages', [own]));
    }
    profile(inputs, runs) {
        const own = inputs?.map(copy);
        return this.#inTurn(() => this.#crew.call('profile', [own, runs]));
    }
    trace(inputs, visit) {
        const own = inputs.map(copy);
        return this.#inTurn(async () => {
            const crew = this.#crew;
            let arena = new Float32Array();
            const steps = await crew.call('begin', [own]);
            for (const [index, step] of steps.entries()) {
                arena = await crew.call('step', [index]);
                visit(step, index, arena);
            }
            return outputsIn(this.#program, arena);
        });
    }
    /** Ends the workers. Runs that are not done are rejected. */
    end() {
        this.#crew.end(disposedError(this.#program));
    }
    /** Does something once all before it is done, well or not. */
    #inTurn(work) {
        const result = this.#last.then(work);
        this.#last = result.catch(() => { });
        return result;
    }
}
/** The caller's array may change before its turn, and may be part of a large one, which would be sent whole. */
const copy = (input) => new Float32Array(input);
