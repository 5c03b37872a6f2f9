/** A network at work on the CPU, whatever its kernels are: the steps of its program one after another. */
import { checkInput, disposedError, elementCount, likeliest, median, preprocessingOf, } from './interface.js';
import { preprocess } from './preprocess.js';
/** What one thread does alone. */
export const alone = ({ arena, steps }) => ({
    arena,
    steps,
    perform: step => doAlone(steps[step]),
});
/** All units of a task. */
export const doAlone = (task) => task?.run(0, task.units);
/** A loaded network. It runs one input at a time. */
export class CpuModel {
    origin;
    #program;
    #work;
    constructor(program, work, origin) {
        this.#program = program;
        this.#work = work;
        this.origin = origin;
    }
    async run(input) {
        this.#write(input);
        this.#runAll();
        return this.#output();
    }
    async classify(image, options = {}) {
        const preprocessing = preprocessingOf(this.#program);
        const { input, output } = this.#program;
        const { arena } = this.#alive();
        const size = 3 * preprocessing.height * preprocessing.width;
        arena.fill(0, input.offset, input.offset + elementCount(input.shape));
        preprocess(image, preprocessing, arena.subarray(input.offset, input.offset + size));
        this.#runAll();
        return likeliest(this.#program, arena.subarray(output.offset), options);
    }
    async profile({ input, runs = 5 } = {}) {
        const { steps, perform } = this.#alive();
        const times = steps.map(() => []);
        for (let i = -1; i < runs; i++) {
            this.#write(input ?? new Float32Array(elementCount(this.#program.input.shape)));
            for (const [at, taken] of times.entries()) {
                const start = performance.now();
                perform(at);
                if (i >= 0)
                    taken.push(performance.now() - start);
            }
        }
        return steps.map(({ layer }, at) => ({ layer, milliseconds: median(times[at] ?? []) }));
    }
    async trace(input, visit) {
        this.#write(input);
        const { arena, steps, perform } = this.#alive();
        for (const [index, step] of steps.entries()) {
            perform(index);
            visit(step, index, arena);
        }
        return this.#output();
    }
    /** Lets go of all memory but what kernels keep of their own. */
    dispose() {
        this.#work = undefined;
    }
    #runAll() {
        const { steps, perform } = this.#alive();
        for (let step = 0; step < steps.length; step++)
            perform(step);
    }
    #alive() {
        if (this.#work)
            return this.#work;
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
