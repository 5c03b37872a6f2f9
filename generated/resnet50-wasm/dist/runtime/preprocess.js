/**
 * From the pixels of an image to the network's input, as torchvision prepares images for ImageNet evaluation:
 *
 *     Resize(resize, filter) → CenterCrop((height, width)) → ToTensor() → Normalize(mean, std)
 *
 * on a PIL image, bit for bit. PIL antialiases when it shrinks and rounds to 8 bits twice, after its horizontal
 * and after its vertical pass; a canvas's `drawImage` or a plain bilinear resize differs by tens of levels at
 * edges, enough to change a prediction. Only the rows and columns that the crop keeps are computed.
 *
 * The equations are those of Pillow's src/libImaging/Resample.c (8 bits a channel) and torchvision's
 * transforms/functional.py. No dependency, no DOM: it runs wherever JavaScript does.
 */
import { checkWhole, printed } from './arguments.js';
/** PIL's BILINEAR: a triangle. */
const bilinear = { support: 1, weight: distance => Math.max(1 - Math.abs(distance), 0) };
/**
 * Resizes, crops and normalises an image.
 *
 * @param into - where to write, `3 * height * width` long: pass the input's slice of a batch, or one array again
 *   and again; a new array by default
 * @returns `into`, in the order `[channel, row, column]`: one image of an NCHW batch
 * @throws TypeError or RangeError for pixels or options that are not what their types say
 */
export function preprocess(image, options, into) {
    checkPixels(image);
    checkOptions(options);
    const { height, width } = options;
    const result = into ?? new Float32Array(3 * height * width);
    if (result.length !== 3 * height * width) {
        throw new RangeError(`preprocess: the output has ${result.length} elements, expected 3 * ${height} * ${width} = ${3 * height * width}`);
    }
    const { columns, rows, across, down } = resizing(image, options);
    const narrowed = resampleColumns(image, across, down.begin, down.end);
    const crop = resampleRows(narrowed, columns.count, down);
    const normal = normalised(options.mean, options.std);
    for (let channel = 0; channel < 3; channel++) {
        const plane = result.subarray(channel * height * width, (channel + 1) * height * width);
        const table = normal.subarray(channel * 256, (channel + 1) * 256);
        // The padding is black before it is normalised, so it does not end as 0.
        if (rows.count < height || columns.count < width)
            plane.fill(table[0]);
        let from = channel;
        for (let row = 0; row < rows.count; row++) {
            let to = (row + rows.padding) * width + columns.padding;
            for (let column = 0; column < columns.count; column++, from += 3) {
                plane[to++] = table[crop[from]];
            }
        }
    }
    return result;
}
/** The resize and crop of an image of some size. */
export function resizing(image, options) {
    const { resize, filter = bilinear } = options;
    const shorter = Math.min(image.width, image.height);
    const [height, width] = typeof resize === 'number'
        ? [resizedLength(image.height, shorter, resize), resizedLength(image.width, shorter, resize)]
        : resize;
    const columns = centreCrop(width, options.width);
    const rows = centreCrop(height, options.height);
    return {
        columns,
        rows,
        across: resampling(image.width, columns, filter),
        down: resampling(image.height, rows, filter),
    };
}
/** torchvision's `_compute_resized_output_size`: the shorter side becomes `resize`, the longer is rounded down. */
function resizedLength(length, shorter, resize) {
    return length === shorter ? resize : Math.trunc((resize * length) / shorter);
}
/** torchvision's `center_crop` along one axis; Python's `round` takes a half to the even neighbour. */
function centreCrop(length, crop) {
    if (crop > length)
        return { length, first: 0, count: length, padding: Math.floor((crop - length) / 2) };
    const middle = (length - crop) / 2;
    const below = Math.floor(middle);
    const first = middle === below || below % 2 === 0 ? below : below + 1;
    return { length, first, count: crop, padding: 0 };
}
/** The bits after the point of PIL's fixed-point weights: 32, less 8 for a sample and 2 to spare. */
const FRACTION_BITS = 32 - 8 - 2;
/** Half of one unit, so that the shift down rounds to nearest. */
const HALF = 1 << (FRACTION_BITS - 1);
/**
 * PIL's `precompute_coeffs` and `normalize_coeffs_8bpc` for the positions of a window: the filter around the
 * position's centre, stretched to output pixels when it shrinks (which is the antialiasing). The order of the float64
 * operations is PIL's, for the last bit decides some roundings.
 */
function resampling(samples, window, filter) {
    const scale = samples / window.length;
    const stretch = Math.max(scale, 1);
    const support = filter.support * stretch;
    const stride = Math.ceil(support) * 2 + 1;
    const starts = new Int32Array(window.count);
    const counts = new Int32Array(window.count);
    const weights = new Int32Array(window.count * stride);
    const exact = new Float64Array(stride);
    const inverse = 1 / stretch;
    for (let i = 0; i < window.count; i++) {
        const centre = (window.first + i + 0.5) * scale;
        const start = Math.max(Math.trunc(centre - support + 0.5), 0);
        const count = Math.min(Math.trunc(centre + support + 0.5), samples) - start;
        let sum = 0;
        for (let tap = 0; tap < count; tap++) {
            const weight = filter.weight((tap + start - centre + 0.5) * inverse);
            exact[tap] = weight;
            sum += weight;
        }
        for (let tap = 0; tap < count; tap++) {
            const weight = (exact[tap] / sum) * (1 << FRACTION_BITS);
            // To the nearest, a half away from 0.
            weights[i * stride + tap] = Math.trunc(weight < 0 ? weight - 0.5 : weight + 0.5);
        }
        starts[i] = start;
        counts[i] = count;
    }
    const last = window.count - 1;
    // Starts and ends never decrease along the axis, so the first and the last position bound what is read.
    const end = starts[last] + counts[last];
    return { starts, counts, weights, stride, begin: starts[0], end };
}
/**
 * The horizontal pass: rows `begin` to `end` of the image, at the crop's columns.
 *
 * @returns R, G, B bytes, row by row; clamped, because some filters have negative weights, and rounded ones may add up
 *   to a little more than 1
 */
function resampleColumns(pixels, across, begin, end) {
    const { data, width } = pixels;
    const { starts, counts, weights, stride } = across;
    const result = new Uint8ClampedArray((end - begin) * starts.length * 3);
    let to = 0;
    for (let row = begin; row < end; row++) {
        for (let column = 0; column < starts.length; column++) {
            let from = (row * width + starts[column]) * 4;
            const firstWeight = column * stride;
            const endWeight = firstWeight + counts[column];
            let red = HALF;
            let green = HALF;
            let blue = HALF;
            for (let at = firstWeight; at < endWeight; at++, from += 4) {
                const weight = weights[at];
                red += data[from] * weight;
                green += data[from + 1] * weight;
                blue += data[from + 2] * weight;
            }
            result[to++] = red >> FRACTION_BITS;
            result[to++] = green >> FRACTION_BITS;
            result[to++] = blue >> FRACTION_BITS;
        }
    }
    return result;
}
/** The vertical pass, over the bytes that `resampleColumns` gave: the crop, in the same order. */
function resampleRows(narrowed, columns, down) {
    const { starts, counts, weights, stride, begin } = down;
    const pitch = columns * 3;
    const result = new Uint8ClampedArray(starts.length * pitch);
    let to = 0;
    for (let row = 0; row < starts.length; row++) {
        const top = (starts[row] - begin) * pitch;
        const firstWeight = row * stride;
        const endWeight = firstWeight + counts[row];
        for (let sample = 0; sample < pitch; sample++) {
            let from = top + sample;
            let sum = HALF;
            for (let at = firstWeight; at < endWeight; at++, from += pitch) {
                sum += narrowed[from] * weights[at];
            }
            result[to++] = sum >> FRACTION_BITS;
        }
    }
    return result;
}
/**
 * `ToTensor` and `Normalize` of every byte: value `v` of channel `c` is at `c * 256 + v`. Each step is rounded to
 * float32, as PyTorch's tensors are.
 */
export function normalised(mean, std) {
    const table = new Float32Array(3 * 256);
    for (let channel = 0; channel < 3; channel++) {
        const centre = Math.fround(mean[channel]);
        const spread = Math.fround(std[channel]);
        for (let value = 0; value < 256; value++) {
            table[channel * 256 + value] = Math.fround(Math.fround(value / 255) - centre) / spread;
        }
    }
    return table;
}
/**
 * @param name - who refuses them
 * @throws TypeError or RangeError for pixels that are not what their type says
 */
export function checkPixels(pixels, name = 'preprocess') {
    const { data, width, height } = pixels;
    // By name, not instanceof: Jest and frames bring arrays of another realm.
    if (!/^\[object Uint8(Clamped)?Array\]$/.test(Object.prototype.toString.call(data))) {
        throw new TypeError(`${name}: expected pixels as { data: Uint8Array or Uint8ClampedArray, width, height }, such as ImageData; their data is ${printed(data)}`);
    }
    checkWhole(`${name}: the image width in pixels`, width, 1, Number.MAX_SAFE_INTEGER);
    checkWhole(`${name}: the image height in pixels`, height, 1, Number.MAX_SAFE_INTEGER);
    const expected = width * height * 4;
    if (data.length !== expected) {
        const rgb = data.length === width * height * 3 ? '; it looks like RGB: add an alpha byte to each pixel' : '';
        throw new RangeError(`${name}: a ${width} x ${height} image has ${expected} bytes of RGBA, got ${data.length}${rgb}`);
    }
}
function checkOptions(options) {
    for (const size of [options.resize].flat())
        checkSize('resize', size);
    checkSize('the crop height', options.height);
    checkSize('the crop width', options.width);
    for (const [name, values] of [['mean', options.mean], ['std', options.std]]) {
        if (values.length !== 3 || !values.every(Number.isFinite)) {
            throw new TypeError(`preprocess: ${name} must be three finite numbers (R, G, B), got [${values}]`);
        }
    }
    if (options.std.some(value => Math.fround(value) === 0)) {
        throw new RangeError(`preprocess: std must not be 0, got [${options.std}]`);
    }
}
function checkSize(what, size) {
    if (!Number.isSafeInteger(size) || size < 1) {
        throw new RangeError(`preprocess: ${what} must be a positive whole number of pixels, got ${size}`);
    }
}
