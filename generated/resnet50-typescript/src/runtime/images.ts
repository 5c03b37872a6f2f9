/** Images that `classify` and `preprocess` take: their sizes, and their pixels. */

import { printed } from './arguments.ts';
import { checkPixels, type Pixels } from './preprocess.ts';
import { reason } from './source.ts';

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
export const isImage = (value: unknown): value is Image =>
  typeof value === 'object' && value !== null && ('data' in value || drawnSize(value) !== undefined);

/**
 * The size of an image.
 *
 * @param name - the network's
 * @throws TypeError where it is none; Error where it has no pixels yet, or wrong ones
 */
export function sizeOf(name: string, image: unknown): Sized {
  if (!isImage(image)) {
    throw new TypeError(
      `${name}: expected an image: { data, width, height } of RGBA bytes, or in a page a canvas, ImageBitmap, <img>, <video> or VideoFrame; got ${printed(image)}`,
    );
  }
  if ('data' in image) {
    checkPixels(image, name);
    return { width: image.width, height: image.height, pixels: image };
  }
  const { width = 0, height = 0 } = drawnSize(image) ?? {};
  if (width > 0 && height > 0) return { width, height };
  throw new Error(
    `${name}: the image has no pixels (${width} x ${height}): it is empty, closed, or not loaded yet; wait for \`image.decode()\`, or for the event \`loadeddata\` of a video`,
  );
}

/** The pixels of an image; what a browser can draw is drawn on a canvas. @throws Error as `sizeOf` does, or why not */
export function pixelsOf(name: string, image: unknown): Pixels {
  const { width, height, pixels } = sizeOf(name, image);
  if (pixels) return pixels;
  try {
    const context = makeCanvas(width, height).getContext('2d', {
      willReadFrequently: true,
      colorSpace: 'srgb',
    });
    if (!context) throw new Error('there is no 2d context');
    context.drawImage(image as Drawable, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  } catch (cause) {
    throw new Error(
      `${name}: the image's pixels cannot be read: ${reason(cause)}; it must be loaded, and of this origin or fetched with CORS`,
      { cause },
    );
  }
}

/** What is used of canvases. */
interface Drawing {
  width: number;
  height: number;
  getContext(
    kind: '2d',
    options: object,
  ): {
    drawImage(image: object, x: number, y: number, width: number, height: number): void;
    getImageData(x: number, y: number, width: number, height: number): Pixels;
  } | null;
}

function makeCanvas(width: number, height: number): Drawing {
  const { OffscreenCanvas, document } = globalThis as unknown as {
    readonly OffscreenCanvas?: new (width: number, height: number) => Drawing;
    readonly document?: { createElement(name: 'canvas'): Drawing };
  };
  if (OffscreenCanvas) return new OffscreenCanvas(width, height);
  if (document) return Object.assign(document.createElement('canvas'), { width, height });
  throw new Error('there is no canvas here to draw it on: give its RGBA pixels');
}

/** The size that a browser draws something in, 0 where it is not there; `undefined` where it draws no such thing. */
function drawnSize(image: object): { readonly width: number; readonly height: number } | undefined {
  if ('videoWidth' in image) {
    const { videoWidth: width, videoHeight: height, readyState } = image as Video;
    // Below HAVE_CURRENT_DATA there is a size, but no frame.
    return readyState >= 2 ? { width, height } : none;
  }
  if ('displayWidth' in image) {
    const { displayWidth: width, displayHeight: height } = image as Frame;
    return { width, height };
  }
  if ('naturalWidth' in image) {
    const { naturalWidth: width, naturalHeight: height, complete } = image as Picture;
    return complete ? { width, height } : none;
  }
  if ('width' in image && 'height' in image && ('close' in image || 'getContext' in image)) {
    const { width, height } = image as Bitmap;
    return { width, height };
  }
  return undefined;
}

const none = { width: 0, height: 0 } as const;
