/** Brings inputs, whatever they are, to where the first step reads them. */
import { type GpuBuffer } from './gpu.js';
import type { ImageInput } from './image-input.js';
import { type Image } from './images.js';
import type { Arrival, Session } from './session.js';
import type { Pipeline } from './shaders.js';
/** What `run` takes: numbers, a buffer of numbers, or an image. */
export type AnyInput = Float32Array | GpuBuffer | Image;
export declare class Inputs {
    #private;
    /** @param convert - for float16: it makes float32 numbers the input */
    constructor(session: Session, convert: Pipeline | undefined, images: ImageInput | undefined);
    /** Has the queue write what it can, and says what commands must do. */
    bring(input: AnyInput): Arrival;
}
