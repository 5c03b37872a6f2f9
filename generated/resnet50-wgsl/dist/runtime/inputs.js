/** Brings inputs, whatever they are, to where the first step reads them. */
import { checkInput, elementCount, preprocessingOf } from './interface.js';
import { preprocess } from './preprocess.js';
import { bind } from './dispatch.js';
import { toHalves } from './float16.js';
import { BufferUsage } from './gpu.js';
import { sizeOf } from './images.js';
/** Threads of a workgroup of `convert`, and the most workgroups that it gets: it goes on in strides. */
const convertThreads = 64;
const mostGroups = 1024;
export class Inputs {
    #session;
    #convert;
    #images;
    #elements;
    #place;
    /** Float32 numbers of a caller's buffer, before they are made float16. */
    #given;
    /** @param convert - for float16: it makes float32 numbers the input */
    constructor(session, convert, images) {
        const { program, memory } = session;
        this.#session = session;
        this.#convert = convert;
        this.#images = images;
        this.#elements = elementCount(program.input.shape);
        this.#place = memory.locate(inputRange(program, this.#elements));
    }
    /** Has the queue write what it can, and says what commands must do. */
    bring(input) {
        if (isNumbers(input))
            return this.#numbers(input);
        if (typeof input === 'object' && input !== null) {
            if ('mapAsync' in input)
                return this.#buffer(input);
            const size = sizeOf(input);
            if (size)
                return this.#image(input, size);
        }
        const got = Object.prototype.toString.call(input);
        throw new TypeError(`${this.#session.program.name}: expected a Float32Array, a GPUBuffer or an image, got ${got}`);
    }
    #numbers(values) {
        const { program, device, memory } = this.#session;
        checkInput(program, values.length);
        const data = memory.unit === 2 ? toHalves(values) : values;
        device.queue.writeBuffer(this.#place.buffer, this.#place.offset, data);
        return { what: 'the input', dispatches: [], fix: 'report it' };
    }
    #buffer(buffer) {
        const { program, memory } = this.#session;
        checkInput(program, buffer.size / 4);
        const bytes = 4 * this.#elements;
        const arrival = {
            what: 'the given buffer',
            fix: 'it must be of the device that the model is on (`model.device`), with the usage COPY_SRC, and neither mapped nor destroyed',
        };
        if (memory.unit === 4) {
            const { buffer: to, offset } = this.#place;
            const copy = encoder => encoder.copyBufferToBuffer(buffer, 0, to, offset, bytes);
            return { ...arrival, copy, dispatches: [] };
        }
        this.#given ??= this.#makeConversion(bytes);
        const { buffer: staged, dispatch } = this.#given;
        const copy = encoder => encoder.copyBufferToBuffer(buffer, 0, staged, 0, bytes);
        return { ...arrival, copy, dispatches: [dispatch], forget: () => this.#forgetConversion() };
    }
    #forgetConversion() {
        if (this.#given)
            this.#session.resources.release(this.#given.buffer);
        this.#given = undefined;
    }
    #makeConversion(bytes) {
        const { device, program, resources } = this.#session;
        if (!this.#convert)
            throw new TypeError(`${program.name}: there is no shader that converts the input`);
        const usage = BufferUsage.storage | BufferUsage.copyDestination;
        const buffer = resources.buffer(`${program.name} input in float32`, bytes, usage);
        const group = bind(device, 'convert', this.#convert, [{ buffer }, this.#place]);
        const groups = Math.min(mostGroups, Math.ceil(this.#elements / convertThreads));
        const { pipeline } = this.#convert;
        return { buffer, dispatch: { layer: 'the input', pipeline, group, workgroups: [groups, 1, 1] } };
    }
    #image(image, size) {
        const { program, device } = this.#session;
        const preprocessing = preprocessingOf(program);
        const { buffer, offset } = this.#place;
        // Of a batch, the image is the first, and the rest is zeros.
        const bytes = Math.ceil((this.#elements * this.#session.memory.unit) / 4) * 4;
        const isPart = this.#elements > 3 * preprocessing.height * preprocessing.width;
        const clear = encoder => {
            if (isPart)
                encoder.clearBuffer(buffer, offset, bytes);
        };
        const { maxTextureDimension2D: longest } = device.limits;
        const isLarge = Math.max(size.width, size.height) > longest;
        if (isLarge && size.pixels) {
            const values = new Float32Array(this.#elements);
            const { height, width } = preprocessing;
            preprocess(size.pixels, preprocessing, values.subarray(0, 3 * height * width));
            return this.#numbers(values);
        }
        if (isLarge) {
            throw new RangeError(`${program.name}: the image is ${size.width} x ${size.height}, and the GPU takes no more than ${longest} on a side; make it smaller: createImageBitmap(image, { resizeWidth, resizeHeight, resizeQuality: 'high' })`);
        }
        if (!this.#images)
            throw new TypeError(`${program.name}: there is no shader that prepares images`);
        return { ...this.#images.bring(image, size, this.#place), copy: clear };
    }
}
const inputRange = ({ input }, elements) => ({ region: 'arena', offset: input.offset, elements });
/** By name, not instanceof: Jest and frames bring arrays of another realm. */
const isNumbers = (input) => Object.prototype.toString.call(input) === '[object Float32Array]';
