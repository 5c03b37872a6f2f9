/** A network on the CPU as its user has it: what calls are given is checked here, whichever threads do the work. */
import { batchOf, classCount, classesOf } from './batch.js';
import { checkInput, checkVisit, runsOf, } from './interface.js';
/** A loaded network. */
export class CpuModel {
    origin;
    #program;
    #engine;
    constructor(program, engine, origin) {
        this.#program = program;
        this.#engine = engine;
        this.origin = origin;
    }
    async run(input) {
        this.#engine.check();
        checkInput(this.#program, input);
        return this.#engine.run(input);
    }
    async classify(given, options = {}) {
        this.#engine.check();
        const k = classCount(this.#program, options);
        const output = await this.#engine.runImages(batchOf(this.#program, given));
        return classesOf(this.#program, output, given, k);
    }
    async profile(options = {}) {
        this.#engine.check();
        const runs = runsOf(this.#program, options);
        if (options.input !== undefined)
            checkInput(this.#program, options.input);
        return this.#engine.profile(options.input, runs);
    }
    async trace(input, visit) {
        this.#engine.check();
        checkVisit(this.#program, visit);
        checkInput(this.#program, input);
        return this.#engine.trace(input, visit);
    }
    /** Lets go of all memory but what kernels keep of their own, and ends workers. */
    dispose() {
        this.#engine.end();
    }
}
