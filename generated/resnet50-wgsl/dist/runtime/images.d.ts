/** Images that `classify` and `preprocess` take: their sizes, and their pixels. */
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
/** What a browser can draw: it is taken in its natural size, and in sRGB. */
export type Drawable = Bitmap | Frame | Video | Picture | Canvas;
/**
 * An image: RGBA pixels, such as `ImageData`; in a page or a worker of one also a canvas, an `ImageBitmap`, an `<img>`,
 * a `<video>` or a `VideoFrame`.
 *
 * An opaque image gives the same numbers whichever it is. Alpha is ignored: of pixels, the colour that is stored counts;
 * but canvases keep colours only roughly where they are partly transparent, and black where they are wholly so.
 */
export type Image = Pixels | Drawable;
/** An image whose size is known. */
export interface Sized {
    readonly width: number;
    readonly height: number;
    /** Pixels that are at hand. Absent where a browser must draw them. */
    readonly pixels?: Pixels;
}
/** Whether something has what makes an image, right or wrong. */
export declare const isImage: (value: unknown) => value is Image;
/**
 * The size of an image.
 *
 * @param name - the network's
 * @throws TypeError where it is none; Error where it has no pixels yet, or wrong ones
 */
export declare function sizeOf(name: string, image: unknown): Sized;
/** The pixels of an image; what a browser can draw is drawn on a canvas. @throws Error as `sizeOf` does, or why not */
export declare function pixelsOf(name: string, image: unknown): Pixels;
export {};
