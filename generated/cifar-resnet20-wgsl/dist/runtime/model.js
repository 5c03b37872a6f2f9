/** A package at work on a GPU: an input is written, all steps run in one pass, the output is read. */
import { classCount, classesOf, imagesOf } from './batch.js';
import { sizeOf } from './images.js';
import { checkVisit, disposedError, elementCount, runsOf, } from './interface.js';
import { explain } from './blame.js';
import { addPass, submit } from './dispatch.js';
import { watch } from './errors.js';
import { fromHalves } from './float16.js';
import { profile } from './profile.js';
import { Readback, read } from './readback.js';
import { trace } from './trace.js';
/** See `Model`. */
export class GpuModel {
    origin;
    #session;
    #inputs;
    #readback;
    #release;
    /** What must not be disturbed by runs: it uses the activations over several submits. */
    #alone;
    /** @param release - destroys all that the session has */
    constructor(session, inputs, origin, release) {
        const { program, memory, resources } = session;
        this.origin = origin;
        this.#session = session;
        this.#inputs = inputs;
        this.#release = release;
        const bytes = Math.ceil((elementCount(program.output.shape) * memory.unit) / 4) * 4;
        this.#readback = new Readback(`${program.name} output`, bytes, resources);
    }
    get precision() {
        return this.#session.precision;
    }
    get device() {
        return this.#session.device;
    }
    get lost() {
        return this.#session.life.lost;
    }
    async run(input) {
        while (this.#alone)
            await this.#alone;
        return this.#run(input);
    }
    async classify(given, options = {}) {
        const { program, life } = this.#session;
        life.check();
        const k = classCount(program, options);
        for (const image of imagesOf(program, given))
            sizeOf(program.name, image);
        while (this.#alone)
            await this.#alone;
        return classesOf(program, await this.#run(given), given, k);
    }
    async profile(options = {}) {
        const { program, life } = this.#session;
        life.check();
        const runs = runsOf(program, options);
        const { input = new Float32Array(elementCount(program.input.shape)) } = options;
        return this.#exclusively(() => profile(this.#session, () => this.#inputs.bring(input), runs));
    }
    async trace(input, visit) {
        this.#session.life.check();
        checkVisit(this.#session.program, visit);
        return this.#exclusively(() => trace(this.#session, () => this.#inputs.bring(input), visit));
    }
    dispose() {
        this.#session.life.end(disposedError(this.#session.program));
        this.#release();
    }
    async #run(input) {
        const { device, program, life, resources } = this.#session;
        life.check();
        const { value, complaint } = watch(device, () => {
            const arrival = this.#inputs.bring(input);
            const output = this.#readback.take();
            this.#submit(arrival, output);
            return { arrival, output };
        });
        const { arrival, output } = value;
        const reading = read(output, life);
        // It is waited for below, unless something is wrong.
        reading.catch(() => { });
        const refusal = await complaint;
        if (refusal) {
            resources.release(output);
            throw await this.#exclusively(() => explain(this.#session, refusal, arrival));
        }
        const bytes = await reading;
        this.#readback.give(output);
        return this.#decode(bytes, elementCount(program.output.shape));
    }
    #submit({ copy, dispatches }, output) {
        const { device, program, memory } = this.#session;
        const result = memory.locate({ region: 'arena', offset: program.output.offset, elements: 1 });
        submit(device, program.name, encoder => {
            copy?.(encoder);
            addPass(encoder, program.name, [...dispatches, ...this.#session.dispatches]);
            encoder.copyBufferToBuffer(result.buffer, result.offset, output, 0, this.#readback.bytes);
        });
    }
    #decode(bytes, elements) {
        if (this.#session.memory.unit === 4)
            return new Float32Array(bytes, 0, elements);
        return fromHalves(new Uint16Array(bytes, 0, elements));
    }
    /** Runs `body` when nothing else that must be alone runs; runs wait for it. */
    async #exclusively(body) {
        while (this.#alone)
            await this.#alone;
        this.#session.life.check();
        const running = body();
        const over = running.then(() => { }, () => { });
        this.#alone = over;
        try {
            return await running;
        }
        finally {
            this.#alone = undefined;
        }
    }
}
