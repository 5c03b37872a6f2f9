/** A package at work: memory, weights, and the steps of its program one after another. */
import { softmax, topK } from './classify.js';
import { checkHash, headerBytes, readHeader } from './header.js';
import { preprocess } from './preprocess.js';
import { loadWeights } from './weights.js';
/** A loaded network. It runs one input at a time. */
export class Model {
    /** Whether the weights are a checkpoint's, or synthetic ones that stand in for it. */
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
    /**
     * The network's output for an input.
     *
     * @throws RangeError where the input has another number of elements than its shape says
     */
    async run(input) {
        this.#write(input);
        for (const step of this.#steps)
            step.run();
        return this.#output();
    }
    /**
     * The likeliest classes of an image: resized, cropped and normalised as the network expects. Of a model for
     * batches, the image is the first of the batch.
     *
     * @param options.k - how many classes; 5 unless said
     */
    async classify(image, options = {}) {
        const { preprocessing, input, output, labels, name } = this.#program;
        if (!preprocessing)
            throw new TypeError(`${name}: the network takes no images; use run`);
        const { arena } = this.#alive();
        const size = 3 * preprocessing.height * preprocessing.width;
        arena.fill(0, input.offset, input.offset + count(input.shape));
        preprocess(image, preprocessing, arena.subarray(input.offset, input.offset + size));
        for (const step of this.#steps)
            step.run();
        const classes = output.shape.at(-1) ?? 1;
        const row = arena.subarray(output.offset, output.offset + classes);
        return topK(this.#program.probabilities ? row : softmax(row), options.k ?? Math.min(5, classes), labels);
    }
    /**
     * How long each layer takes: medians over some runs, the first not counted.
     *
     * @param options.input - zeros unless given
     * @param options.runs - 5 unless said
     */
    async profile(options = {}) {
        const { input, runs = 5 } = options;
        const times = this.#steps.map(() => []);
        for (let i = -1; i < runs; i++) {
            this.#write(input ?? new Float32Array(count(this.#program.input.shape)));
            for (const [at, step] of this.#steps.entries()) {
                const start = performance.now();
                step.run();
                if (i >= 0)
                    times[at]?.push(performance.now() - start);
            }
        }
        return this.#steps.map(({ layer }, at) => ({ layer, milliseconds: median(times[at] ?? []) }));
    }
    /**
     * Runs an input and shows the memory of activations after each step: `result` of the step in plan.json says where
     * its value lies. The array is the model's own and changes with the next step: copy what is to be kept.
     */
    async trace(input, visit) {
        this.#write(input);
        const { arena } = this.#alive();
        for (const [index, step] of this.#steps.entries()) {
            step.run();
            visit(step, index, arena);
        }
        return this.#output();
    }
    /** Lets go of all memory but the kernels' own room. The model is of no use afterwards. */
    dispose() {
        this.#memory = undefined;
        this.#steps = [];
    }
    #alive() {
        if (this.#memory)
            return this.#memory;
        throw new Error(`${this.#program.name}: the model has been disposed of; load it again`);
    }
    #write(values) {
        const { input, name } = this.#program;
        const { arena } = this.#alive();
        if (values.length !== count(input.shape)) {
            throw new RangeError(`${name}: the input has ${values.length} elements, expected ${input.shape.join(' x ')} = ${count(input.shape)}`);
        }
        arena.set(values, input.offset);
    }
    #output() {
        const { output } = this.#program;
        return this.#alive().arena.slice(output.offset, output.offset + count(output.shape));
    }
}
/**
 * Fetches weights, checks them, and makes a model.
 *
 * @param link - binds a program's kernels to memory: first the steps to run now, once, then those of each run
 */
export async function loadModel(program, link, { weights: source, onProgress, signal }) {
    const { bytes, plan } = program;
    let origin = 'checkpoint';
    const file = await loadWeights(source, {
        bytes: bytes.download,
        onProgress,
        signal,
        async verify(data, name) {
            const header = readHeader(data, plan, name);
            origin = header.origin;
            await checkHash(data, header, name);
        },
    });
    const memory = {
        weights: file.subarray(headerBytes / 4),
        prepared: new Float32Array(bytes.prepared / 4),
        arena: new Float32Array(bytes.activations / 4),
    };
    const { prepare, steps } = link(memory);
    for (const step of prepare)
        step.run();
    return new Model(program, memory, steps, origin);
}
/** A step that calls a kernel. Its last argument is what is written. */
export function step(layer, kernel, ...memory) {
    return { layer, run: () => kernel(...memory) };
}
const count = (shape) => shape.reduce((product, size) => product * size, 1);
function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? 0;
}
