/** Images that `run` and `classify` take, and their sizes. */

import { checkPixels, type Pixels } from './preprocess.ts';

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
export function sizeOf(image: object): Sized | undefined {
  if ('data' in image) {
    const pixels = image as Pixels;
    checkPixels(pixels);
    return { width: pixels.width, height: pixels.height, pixels };
  }
  const size = sizeInBrowser(image);
  if (size && !(size.width > 0 && size.height > 0)) {
    throw new Error(
      `the image has no pixels yet (${size.width} x ${size.height}); wait until it is loaded: \`await image.decode()\`, or the event \`loadeddata\` of a video`,
    );
  }
  return size;
}

function sizeInBrowser(image: object): Sized | undefined {
  if ('videoWidth' in image) {
    const { videoWidth: width, videoHeight: height, readyState } = image as Video;
    // Below HAVE_CURRENT_DATA there is a size, but no frame.
    return readyState >= 2 ? { width, height } : { width: 0, height: 0 };
  }
  if ('displayWidth' in image) {
    const { displayWidth: width, displayHeight: height } = image as Frame;
    return { width, height };
  }
  if ('naturalWidth' in image) {
    const { naturalWidth: width, naturalHeight: height } = image as Picture;
    return { width, height };
  }
  if ('width' in image && 'height' in image && ('close' in image || 'getContext' in image)) {
    const { width, height } = image as Bitmap;
    return { width, height };
  }
  return undefined;
}
