/** A network at work in the thread that asks for it: the steps of its program one after another. */
import { imageInput, writeBatch } from './batch.js';
import { disposedError, elementCount, median } from './interface.js';
import { outputsIn, zerosFor } from './values.js';
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
    run(inputs) {
        this.#write(inputs);
        return this.#runAll();
    }
    runImages(images) {
        const { offset, shape } = imageInput(this.#program);
        writeBatch(this.#program, images, this.check().arena.subarray(offset, offset + elementCount(shape)));
        return this.#runAll();
    }
    profile(inputs, runs) {
        const { steps, perform } = this.check();
        const values = inputs ?? zerosFor(this.#program);
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
    trace(inputs, visit) {
        this.#write(inputs);
        const { arena, steps, perform } = this.check();
        for (const [index, step] of steps.entries()) {
            perform(index);
            visit(step, index, arena);
        }
        return outputsIn(this.#program, arena);
    }
    end() {
        this.#work = undefined;
    }
    #runAll() {
        const { arena, steps, perform } = this.check();
        for (let step = 0; step < steps.length; step++)
            perform(step);
        return outputsIn(this.#program, arena);
    }
    #write(values) {
        writeInputs(this.#program, values, this.check().arena);
    }
}
/** Puts inputs where the first steps read them. */
export function writeInputs({ inputs }, values, arena) {
    for (const [i, { offset }] of inputs.entries())
        arena.set(values[i], offset);
}
