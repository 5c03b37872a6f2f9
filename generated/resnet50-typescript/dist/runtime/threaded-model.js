/** A network whose runs are done by workers: the caller's thread never waits for them. */
import { Crew } from './crew.js';
import { checkInput, disposedError, elementCount, preprocessingOf, } from './interface.js';
import { canShare, checkThreads, tellOfOne } from './threads.js';
import { together } from './together.js';
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
            await crew.start({ workers, address, setup: await setup(ended), threads });
            await crew.call('warmUp', []);
        }, ended => {
            const expected = { bytes: bytes.download, plan, onProgress, signal: ended };
            return Promise.race([readWeights(source, expected, take), crew.over]);
        });
        await crew.call('prepare', []);
        signal?.throwIfAborted();
        return new ThreadedModel(program, crew, origin);
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
/** See `loadThreaded`. It runs one input at a time, in the order of the calls. */
class ThreadedModel {
    origin;
    #program;
    #crew;
    #last = Promise.resolve();
    constructor(program, crew, origin) {
        this.#program = program;
        this.#crew = crew;
        this.origin = origin;
    }
    async run(input) {
        const copy = this.#copy(input);
        return this.#inTurn(() => this.#crew.call('run', [copy]));
    }
    async classify({ data, width, height }, options = {}) {
        preprocessingOf(this.#program);
        const copy = new Uint8Array(data);
        return this.#inTurn(() => this.#crew.call('classify', [{ data: copy, width, height }, options]));
    }
    async profile({ input, runs } = {}) {
        const options = { ...(input && { input: this.#copy(input) }), ...(runs !== undefined && { runs }) };
        return this.#inTurn(() => this.#crew.call('profile', [options]));
    }
    async trace(input, visit) {
        const copy = this.#copy(input);
        return this.#inTurn(async () => {
            const crew = this.#crew;
            let arena = new Float32Array();
            const steps = await crew.call('begin', [copy]);
            for (const [index, step] of steps.entries()) {
                arena = await crew.call('step', [index]);
                visit(step, index, arena);
            }
            const { offset, shape } = this.#program.output;
            return arena.slice(offset, offset + elementCount(shape));
        });
    }
    /** Ends the workers. Runs that are not done are rejected. */
    dispose() {
        this.#crew.end(disposedError(this.#program));
    }
    /** A copy: the caller's array may change before its turn, and may be part of a large one, which would be sent whole. */
    #copy(input) {
        checkInput(this.#program, input.length);
        return new Float32Array(input);
    }
    /** Does something once all before it is done, well or not. */
    #inTurn(work) {
        const result = this.#last.then(work);
        this.#last = result.catch(() => { });
        return result;
    }
}
