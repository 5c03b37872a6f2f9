/** A network whose runs are done by workers: the caller's thread never waits for them. */
import { Crew } from './crew.js';
import { checkInput, disposedError, elementCount, preprocessingOf, } from './interface.js';
import { canShare, checkThreads, tellOfOne } from './threads.js';
import { together } from './together.js';
import { readWeights } from './weights.js';
/**
 * Makes a model of workers. Kernels are warmed up while weights are on their way.
 *
 * @param lay - lays the ground for so many threads that share memory, or, for 0, for a worker that shares none
 * @throws Error that says what is missing, or what was expected and got, and how to mend it
 */
export async function loadThreaded(program, workers, lay, { weights: source, threads: wanted = 1, worker: address, onProgress, signal }) {
    const { name, bytes, plan } = program;
    checkThreads(name, wanted);
    signal?.throwIfAborted();
    const isShared = canShare();
    if (!isShared)
        tellOfOne(name, wanted);
    const threads = isShared ? wanted : 1;
    const { setup, weights } = await lay(isShared ? threads : 0, signal);
    const crew = new Crew(program);
    try {
        await crew.start({ workers, address, setup, threads });
        const take = weights
            ? (piece, at) => weights.set(piece, at)
            : (piece, at) => crew.call('take', [piece.slice(), at]);
        const [, { origin }] = await together(signal, () => crew.call('warmUp', []), ended => readWeights(source, { bytes: bytes.download, plan, onProgress, signal: ended }, take));
        await crew.call('prepare', []);
        return new ThreadedModel(program, crew, origin);
    }
    catch (error) {
        crew.end(error);
        throw error;
    }
}
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
        const copy = Uint8Array.from(data);
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
        return Float32Array.from(input);
    }
    /** Does something once all before it is done, well or not. */
    #inTurn(work) {
        const result = this.#last.then(work);
        this.#last = result.catch(() => { });
        return result;
    }
}
