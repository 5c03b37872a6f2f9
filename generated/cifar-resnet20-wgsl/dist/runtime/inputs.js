/** Brings inputs, whatever they are, to where the first step reads them. */
import { imagesOf, prepare } from './batch.js';
import { isImage, sizeOf } from './images.js';
import { elementCount } from './interface.js';
import { checkElements, checkValues, namedOf, zerosFor } from './values.js';
import { bind } from './dispatch.js';
import { toHalves } from './float16.js';
import { BufferUsage, unshared } from './gpu.js';
/** Threads of a workgroup of `convert`, and the most workgroups that it gets: it is printed to go on in strides of so many. */
const convertThreads = 64;
const mostGroups = 1024;
export class Inputs {
    #session;
    #convert;
    #imageInput;
    #takes;
    /** Float32 numbers of a caller's buffers, before they are made float16. */
    #given = new Map();
    /** @param convert - for float16: it makes float32 numbers the input */
    constructor(session, convert, images) {
        const { program, memory } = session;
        this.#session = session;
        this.#convert = convert;
        this.#imageInput = images;
        this.#takes = program.inputs.map(border => {
            const elements = elementCount(border.shape);
            const place = memory.locate({ region: 'arena', offset: border.offset, elements });
            const what = program.inputs.length === 1 ? 'the input' : `the input ${border.name}`;
            return { border, elements, place, what };
        });
    }
    /**
     * Has the queue write what it can, and says what commands must do.
     *
     * @param given - what `run` was given: numbers, a buffer of numbers, or images
     * @throws TypeError or RangeError where it is none of these
     */
    bring(given) {
        if (isImage(given) || (Array.isArray(given) && given.some(isImage)))
            return this.#images(given);
        return this.#all(namedOf(this.#session.program, given));
    }
    /** Has the queue write zeros. */
    zeros() {
        return this.#all(zerosFor(this.#session.program));
    }
    /** @param values - for each input, in order */
    #all(values) {
        const arrivals = this.#takes.map((input, i) => this.#one(input, values[i]));
        const [first] = arrivals;
        if (first && arrivals.length === 1)
            return first;
        return {
            what: 'the inputs',
            copy: encoder => {
                for (const { copy } of arrivals)
                    copy?.(encoder);
            },
            dispatches: arrivals.flatMap(({ dispatches }) => dispatches),
            fix: arrivals.find(({ copy }) => copy)?.fix ?? 'report it',
            forget: () => {
                for (const { forget } of arrivals)
                    forget?.();
            },
        };
    }
    #one(input, values) {
        if (typeof values === 'object' && values !== null && 'mapAsync' in values) {
            return this.#buffer(input, values);
        }
        const other = this.#takes.length === 1 ? ', a GPUBuffer or an image' : ' or a GPUBuffer';
        checkValues(this.#session.program.name, input.border, values, input.what, other);
        return this.#numbers(input, values);
    }
    #numbers({ place, what }, values) {
        const { device, memory } = this.#session;
        const data = memory.unit === 2 ? toHalves(values) : unshared(values);
        device.queue.writeBuffer(place.buffer, place.offset, data);
        return { what, dispatches: [], fix: 'report it' };
    }
    #buffer(input, buffer) {
        const { program, memory } = this.#session;
        checkElements(program.name, input.border, buffer.size / 4, input.what);
        const bytes = 4 * input.elements;
        const arrival = {
            what: 'the given buffer',
            fix: 'it must be of the device that the model is on (`model.device`), with the usage COPY_SRC, and neither mapped nor destroyed',
        };
        if (memory.unit === 4) {
            const { buffer: to, offset } = input.place;
            const copy = encoder => encoder.copyBufferToBuffer(buffer, 0, to, offset, bytes);
            return { ...arrival, copy, dispatches: [] };
        }
        const conversion = this.#given.get(input) ?? this.#makeConversion(input, bytes);
        this.#given.set(input, conversion);
        const { buffer: staged, dispatch } = conversion;
        const copy = encoder => encoder.copyBufferToBuffer(buffer, 0, staged, 0, bytes);
        return { ...arrival, copy, dispatches: [dispatch], forget: () => this.#forgetConversion(input) };
    }
    #forgetConversion(input) {
        const conversion = this.#given.get(input);
        if (conversion)
            this.#session.resources.release(conversion.buffer);
        this.#given.delete(input);
    }
    #makeConversion({ place, elements, what }, bytes) {
        const { device, program, resources } = this.#session;
        if (!this.#convert)
            throw new TypeError(`${program.name}: there is no shader that converts the input`);
        const usage = BufferUsage.storage | BufferUsage.copyDestination;
        const buffer = resources.buffer(`${program.name} input in float32`, bytes, usage);
        const group = bind(device, 'convert', this.#convert, [{ buffer }, place]);
        const groups = Math.min(mostGroups, Math.ceil(elements / convertThreads));
        const { pipeline } = this.#convert;
        return { buffer, dispatch: { layer: what, pipeline, group, workgroups: [groups, 1, 1] } };
    }
    /** An image that is a whole batch the GPU prepares; several are prepared here. */
    #images(given) {
        const { program, device } = this.#session;
        const [image, ...more] = imagesOf(program, given);
        if (more.length > 0)
            return this.#prepared(given);
        const size = sizeOf(program.name, image);
        const { maxTextureDimension2D: longest } = device.limits;
        if (Math.max(size.width, size.height) <= longest)
            return this.#image(image, size);
        if (size.pixels)
            return this.#prepared(given);
        throw new RangeError(`${program.name}: the image is ${size.width} x ${size.height}, and the GPU takes no more than ${longest} on a side; make it smaller: createImageBitmap(image, { resizeWidth, resizeHeight, resizeQuality: 'high' })`);
    }
    #prepared(given) {
        return this.#all([prepare(this.#session.program, given, {})]);
    }
    #image(image, size) {
        const [input] = this.#takes;
        if (this.#imageInput && input)
            return this.#imageInput.bring(image, size, input.place);
        throw new TypeError(`${this.#session.program.name}: there is no shader that prepares images`);
    }
}
