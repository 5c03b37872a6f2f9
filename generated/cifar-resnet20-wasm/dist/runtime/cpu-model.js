/** A network on the CPU as its user has it: what calls are given is checked here, whichever threads do the work. */
import { batchOf, classCount, classesOf } from './batch.js';
import { checkVisit, runsOf, } from './interface.js';
import { inputsOf, resultOf } from './values.js';
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
        return resultOf(this.#program, await this.#engine.run(inputsOf(this.#program, input)));
    }
    async classify(given, options = {}) {
        this.#engine.check();
        const k = classCount(this.#program, options);
        const outputs = await this.#engine.runImages(batchOf(this.#program, given));
        return classesOf(this.#program, outputs, given, k);
    }
    async profile(options = {}) {
        this.#engine.check();
        const runs = runsOf(this.#program, options);
        const { input } = options;
        return this.#engine.profile(input === undefined ? input : inputsOf(this.#program, input), runs);
    }
    async trace(input, visit) {
        this.#engine.check();
        checkVisit(this.#program, visit);
        return resultOf(this.#program, await this.#engine.trace(inputsOf(this.#program, input), visit));
    }
    /** Lets go of all memory but what kernels keep of their own, and ends workers. */
    dispose() {
        this.#engine.end();
    }
}
