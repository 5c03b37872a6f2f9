/**
 * Images made inputs on the GPU. Its textures and tables are kept for the next image of the same size, as a video's
 * frames are, and few of them.
 */
import { type Image, type Sized } from './images.js';
import { type Preprocessing } from './preprocess.js';
import type { BufferRange } from './memory.js';
import type { Arrival, Session } from './session.js';
import type { Pipeline } from './shaders.js';
export declare class ImageInput {
    #private;
    constructor(session: Session, preprocessing: Preprocessing, pipeline: Pipeline);
    /** Copies an image to the GPU. What is dispatched makes it the input. */
    bring(image: Image, size: Sized, place: BufferRange): Arrival;
}
