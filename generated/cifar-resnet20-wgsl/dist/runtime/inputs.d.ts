/** Brings inputs, whatever they are, to where the first step reads them. */
import type { ImageInput } from './image-input.js';
import type { Arrival, Session } from './session.js';
import type { Pipeline } from './shaders.js';
export declare class Inputs {
    #private;
    /** @param convert - for float16: it makes float32 numbers the input */
    constructor(session: Session, convert: Pipeline | undefined, images: ImageInput | undefined);
    /**
     * Has the queue write what it can, and says what commands must do.
     *
     * @param given - what `run` was given: numbers, a buffer of numbers, or images
     * @throws TypeError or RangeError where it is none of these
     */
    bring(given: unknown): Arrival;
    /** Has the queue write zeros. */
    zeros(): Arrival;
}
