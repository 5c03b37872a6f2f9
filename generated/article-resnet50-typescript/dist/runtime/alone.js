/** A network at work in the thread that asks for it: the steps of its program one after another. */
import { writeBatch } from './batch.js';
import { disposedError, elementCount, median } from './interface.js';
/** All units of a task. */
export const doAlone = (task) => task?.run(0, task.units);
/** What one thread does alone. */
export const alone = (program, { arena, steps }) => new Alone(program, { arena, steps, perform: step => doAlone(steps[step]) });
/** Runs of one input at a time. */
export class Alone {
    #program;
    #work;
    constructor(program, work) {
        this.#program = program;
        this.#work = work;
    }
    check() {
        if (this.#work)
            return this.#work;
        throw disposedError(this.#program);
    }
    run(input) {
        this.#write(input);
        return this.#runAll();
    }
    runImages(images) {
        const { offset, shape } = this.#program.input;
        writeBatch(this.#program, images, this.check().arena.subarray(offset, offset + elementCount(shape)));
        return this.#runAll();
    }
    profile(input, runs) {
        const { steps, perform } = this.check();
        const values = input ?? new Float32Array(elementCount(this.#program.input.shape));
        const times = steps.map(() => []);
        for (let i = -1; i < runs; i++) {
            this.#write(values);
            for (const [at, taken] of times.entries()) {
                const start = performance.now();
                perform(at);
                if (i >= 0)
                    taken.push(performance.now() - start);
            }
        }
        return steps.map(({ layer }, at) => ({ layer, milliseconds: median(times[at] ?? []) }));
    }
    trace(input, visit) {
        this.#write(input);
        const { arena, steps, perform } = this.check();
        for (const [index, step] of steps.entries()) {
            perform(index);
            visit(step, index, arena);
        }
        return this.#output();
    }
    end() {
        this.#work = undefined;
    }
    #runAll() {
        const { steps, perform } = this.check();
        for (let step = 0; step < steps.length; step++)
            perform(step);
        return this.#output();
    }
    #write(values) {
        this.check().arena.set(values, this.#program.input.offset);
    }
    #output() {
        const { offset, shape } = this.#program.output;
        return this.check().arena.slice(offset, offset + elementCount(shape));
    }
}
