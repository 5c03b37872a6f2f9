/** A package at work on a GPU: an input is written, all steps run in one pass, the output is read. */
import { classCount, classesOf, imagesOf } from './batch.js';
import { sizeOf } from './images.js';
import { checkVisit, disposedError, elementCount, runsOf, } from './interface.js';
import { resultOf } from './values.js';
import { explain } from './blame.js';
import { addPass, submit } from './dispatch.js';
import { watch } from './errors.js';
import { fromHalves } from './float16.js';
import { profile } from './profile.js';
import { Readback, read } from './readback.js';
import { trace } from './trace.js';
/** Of an output as it is read: whole fours. */
const bytesOf = ({ shape }, { unit }) => Math.ceil((elementCount(shape) * unit) / 4) * 4;
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
        this.#readback = new Readback(`${program.name} output`, program.outputs.reduce((sum, output) => sum + bytesOf(output, memory), 0), resources);
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
        return resultOf(this.#session.program, await this.#run(input));
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
        const { input } = options;
        const bring = () => (input === undefined ? this.#inputs.zeros() : this.#inputs.bring(input));
        return this.#exclusively(() => profile(this.#session, bring, runs));
    }
    async trace(input, visit) {
        const { program, life } = this.#session;
        life.check();
        checkVisit(program, visit);
        const bring = () => this.#inputs.bring(input);
        return resultOf(program, await this.#exclusively(() => trace(this.#session, bring, visit)));
    }
    dispose() {
        this.#session.life.end(disposedError(this.#session.program));
        this.#release();
    }
    async #run(input) {
        const { device, life, resources } = this.#session;
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
        return this.#decode(bytes);
    }
    #submit({ copy, dispatches }, output) {
        const { device, program, memory } = this.#session;
        submit(device, program.name, encoder => {
            copy?.(encoder);
            addPass(encoder, program.name, [...dispatches, ...this.#session.dispatches]);
            let at = 0;
            for (const border of program.outputs) {
                const bytes = bytesOf(border, memory);
                const from = memory.locate({ region: 'arena', offset: border.offset, elements: 1 });
                encoder.copyBufferToBuffer(from.buffer, from.offset, output, at, bytes);
                at += bytes;
            }
        });
    }
    /** The outputs, each of which begins at a multiple of four bytes. */
    #decode(bytes) {
        const { program, memory } = this.#session;
        let at = 0;
        return program.outputs.map(border => {
            const from = at;
            at += bytesOf(border, memory);
            // Each in a buffer of its own, which its user may give away.
            const own = program.outputs.length === 1 ? bytes : bytes.slice(from, at);
            const elements = elementCount(border.shape);
            return memory.unit === 4
                ? new Float32Array(own, 0, elements)
                : fromHalves(new Uint16Array(own, 0, elements));
        });
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
