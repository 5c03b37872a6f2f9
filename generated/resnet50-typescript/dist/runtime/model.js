/** A package at work on one thread: memory, weights, and the steps of its program one after another. */
import { collectWeights } from './collect.js';
import { checkInput, disposedError, elementCount, likeliest, median, preprocessingOf, } from './interface.js';
import { preprocess } from './preprocess.js';
/** A loaded network. It runs one input at a time. */
class ThreadModel {
    origin;
    #program;
    #memory;
    #steps;
    constructor(program, memory, steps, origin) {
        this.#program = program;
        this.#memory = memory;
        this.#steps = steps;
        this.origin = origin;
    }
    async run(input) {
        this.#write(input);
        for (const step of this.#steps)
            step.run();
        return this.#output();
    }
    async classify(image, options = {}) {
        const preprocessing = preprocessingOf(this.#program);
        const { input, output } = this.#program;
        const { arena } = this.#alive();
        const size = 3 * preprocessing.height * preprocessing.width;
        arena.fill(0, input.offset, input.offset + elementCount(input.shape));
        preprocess(image, preprocessing, arena.subarray(input.offset, input.offset + size));
        for (const step of this.#steps)
            step.run();
        return likeliest(this.#program, arena.subarray(output.offset), options);
    }
    async profile({ input, runs = 5 } = {}) {
        const times = this.#steps.map(() => []);
        for (let i = -1; i < runs; i++) {
            this.#write(input ?? new Float32Array(elementCount(this.#program.input.shape)));
            for (const [at, step] of this.#steps.entries()) {
                const start = performance.now();
                step.run();
                if (i >= 0)
                    times[at]?.push(performance.now() - start);
            }
        }
        return this.#steps.map(({ layer }, at) => ({ layer, milliseconds: median(times[at] ?? []) }));
    }
    async trace(input, visit) {
        this.#write(input);
        const { arena } = this.#alive();
        for (const [index, step] of this.#steps.entries()) {
            step.run();
            visit(step, index, arena);
        }
        return this.#output();
    }
    /** Lets go of all memory but the kernels' own room. */
    dispose() {
        this.#memory = undefined;
        this.#steps = [];
    }
    #alive() {
        if (this.#memory)
            return this.#memory;
        throw disposedError(this.#program);
    }
    #write(values) {
        const { arena } = this.#alive();
        checkInput(this.#program, values.length);
        arena.set(values, this.#program.input.offset);
    }
    #output() {
        const { output } = this.#program;
        return this.#alive().arena.slice(output.offset, output.offset + elementCount(output.shape));
    }
}
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
    for (const step of prepare)
        step.run();
    return new ThreadModel(program, memory, steps, origin);
}
/** A step that calls a kernel. Its last argument is what is written. */
export function step(layer, kernel, ...memory) {
    return { layer, run: () => kernel(...memory) };
}
