/** Images that `run` and `classify` take, and their sizes. */
import { checkPixels } from './preprocess.js';
/** The size of an image; `undefined` where it is none. @throws Error where it has no pixels yet, or wrong ones */
export function sizeOf(image) {
    if ('data' in image) {
        const pixels = image;
        checkPixels(pixels);
        return { width: pixels.width, height: pixels.height, pixels };
    }
    const size = sizeInBrowser(image);
    if (size && !(size.width > 0 && size.height > 0)) {
        throw new Error(`the image has no pixels yet (${size.width} x ${size.height}); wait until it is loaded: \`await image.decode()\`, or the event \`loadeddata\` of a video`);
    }
    return size;
}
function sizeInBrowser(image) {
    if ('videoWidth' in image) {
        const { videoWidth: width, videoHeight: height, readyState } = image;
        // Below HAVE_CURRENT_DATA there is a size, but no frame.
        return readyState >= 2 ? { width, height } : { width: 0, height: 0 };
    }
    if ('displayWidth' in image) {
        const { displayWidth: width, displayHeight: height } = image;
        return { width, height };
    }
    if ('naturalWidth' in image) {
        const { naturalWidth: width, naturalHeight: height } = image;
        return { width, height };
    }
    if ('width' in image && 'height' in image && ('close' in image || 'getContext' in image)) {
        const { width, height } = image;
        return { width, height };
    }
    return undefined;
}
