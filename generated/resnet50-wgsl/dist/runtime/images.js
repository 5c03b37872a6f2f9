/** Images that `classify` and `preprocess` take: their sizes, and their pixels. */
import { printed } from './arguments.js';
import { checkPixels } from './preprocess.js';
import { reason } from './source.js';
/** Whether something has what makes an image, right or wrong. */
export const isImage = (value) => typeof value === 'object' && value !== null && ('data' in value || drawnSize(value) !== undefined);
/**
 * The size of an image.
 *
 * @param name - the network's
 * @throws TypeError where it is none; Error where it has no pixels yet, or wrong ones
 */
export function sizeOf(name, image) {
    if (!isImage(image)) {
        throw new TypeError(`${name}: expected an image: { data, width, height } of RGBA bytes, or in a page a canvas, ImageBitmap, <img>, <video> or VideoFrame; got ${printed(image)}`);
    }
    if ('data' in image) {
        checkPixels(image, name);
        return { width: image.width, height: image.height, pixels: image };
    }
    const { width = 0, height = 0 } = drawnSize(image) ?? {};
    if (width > 0 && height > 0)
        return { width, height };
    throw new Error(`${name}: the image has no pixels (${width} x ${height}): it is empty, closed, or not loaded yet; wait for \`image.decode()\`, or for the event \`loadeddata\` of a video`);
}
/** The pixels of an image; what a browser can draw is drawn on a canvas. @throws Error as `sizeOf` does, or why not */
export function pixelsOf(name, image) {
    const { width, height, pixels } = sizeOf(name, image);
    if (pixels)
        return pixels;
    try {
        const context = makeCanvas(width, height).getContext('2d', {
            willReadFrequently: true,
            colorSpace: 'srgb',
        });
        if (!context)
            throw new Error('there is no 2d context');
        context.drawImage(image, 0, 0, width, height);
        return context.getImageData(0, 0, width, height);
    }
    catch (cause) {
        throw new Error(`${name}: the image's pixels cannot be read: ${reason(cause)}; it must be loaded, and of this origin or fetched with CORS`, { cause });
    }
}
function makeCanvas(width, height) {
    const { OffscreenCanvas, document } = globalThis;
    if (OffscreenCanvas)
        return new OffscreenCanvas(width, height);
    if (document)
        return Object.assign(document.createElement('canvas'), { width, height });
    throw new Error('there is no canvas here to draw it on: give its RGBA pixels');
}
/** The size that a browser draws something in, 0 where it is not there; `undefined` where it draws no such thing. */
function drawnSize(image) {
    if ('videoWidth' in image) {
        const { videoWidth: width, videoHeight: height, readyState } = image;
        // Below HAVE_CURRENT_DATA there is a size, but no frame.
        return readyState >= 2 ? { width, height } : none;
    }
    if ('displayWidth' in image) {
        const { displayWidth: width, displayHeight: height } = image;
        return { width, height };
    }
    if ('naturalWidth' in image) {
        const { naturalWidth: width, naturalHeight: height, complete } = image;
        return complete ? { width, height } : none;
    }
    if ('width' in image && 'height' in image && ('close' in image || 'getContext' in image)) {
        const { width, height } = image;
        return { width, height };
    }
    return undefined;
}
const none = { width: 0, height: 0 };
