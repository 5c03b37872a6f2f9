/** Images that `run` and `classify` take, and their sizes. */
import { type Pixels } from './preprocess.js';
/** An `ImageBitmap`, by its structure: a program without the types of browsers type-checks too. */
interface Bitmap {
    readonly width: number;
    readonly height: number;
    close(): void;
}
/** A `VideoFrame`. */
interface Frame {
    readonly displayWidth: number;
    readonly displayHeight: number;
    close(): void;
}
/** An `HTMLVideoElement`. */
interface Video {
    readonly videoWidth: number;
    readonly videoHeight: number;
    readonly readyState: number;
}
/** An `HTMLImageElement`. */
interface Picture {
    readonly naturalWidth: number;
    readonly naturalHeight: number;
    readonly complete: boolean;
}
/** An `HTMLCanvasElement` or `OffscreenCanvas`. */
interface Canvas {
    readonly width: number;
    readonly height: number;
    getContext(kind: string): unknown;
}
/** An image: pixels, such as `ImageData`, or what a browser can copy to the GPU by itself. */
export type Image = Pixels | Bitmap | Frame | Video | Picture | Canvas;
/** An image whose size is known. */
export interface Sized {
    readonly width: number;
    readonly height: number;
    /** Pixels that are at hand. Absent where only the browser can copy them. */
    readonly pixels?: Pixels;
}
/** The size of an image; `undefined` where it is none. @throws Error where it has no pixels yet, or wrong ones */
export declare function sizeOf(image: object): Sized | undefined;
export {};
