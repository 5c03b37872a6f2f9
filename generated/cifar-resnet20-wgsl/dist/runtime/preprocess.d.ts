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
/**
 * An image as rows of R, G, B, A bytes from the top left: what `ImageData` is, and what decoders give. Alpha is
 * ignored, as PIL's `convert('RGB')` ignores it: a transparent pixel counts with the colour stored under it.
 */
export interface Pixels {
    /** `width * height * 4` bytes. */
    readonly data: Uint8Array | Uint8ClampedArray;
    readonly width: number;
    readonly height: number;
}
/** How samples are weighted by their distance when an image is resized; it is antialiased, as PIL's filters are. */
export interface Filter {
    /** The largest distance that has a weight, in samples where the image grows, in output pixels where it shrinks. */
    readonly support: number;
    /** The weight of a sample at a distance, which is negative to the left. */
    readonly weight: (distance: number) => number;
}
/** How a network wants its images; a checkpoint is trained for one such setting. */
export interface Preprocessing {
    /**
     * The length the image's shorter side is resized to, in pixels, where the longer side keeps the ratio; or rows and
     * columns, whatever the ratio was.
     */
    readonly resize: number | readonly [height: number, width: number];
    /** Bilinear unless given. */
    readonly filter?: Filter;
    /** Rows of the centre crop, in pixels. A resized image that is smaller is padded with black. */
    readonly height: number;
    /** Columns of the centre crop, in pixels. */
    readonly width: number;
    /** Subtracted from R, G and B, on a scale where 1 is full intensity. */
    readonly mean: readonly [red: number, green: number, blue: number];
    /** Divides R, G and B after the mean is subtracted. */
    readonly std: readonly [red: number, green: number, blue: number];
}
/**
 * Resizes, crops and normalises an image.
 *
 * @param into - where to write, `3 * height * width` long: pass the input's slice of a batch, or one array again
 *   and again; a new array by default
 * @returns `into`, in the order `[channel, row, column]`: one image of an NCHW batch
 * @throws TypeError or RangeError for pixels or options that are not what their types say
 */
export declare function preprocess(image: Pixels, options: Preprocessing, into?: Float32Array): Float32Array;
/** How the pixels of a crop come from those of an image. */
export interface Resizing {
    readonly columns: Window;
    readonly rows: Window;
    /** The resize of the columns and rows that the crop keeps. */
    readonly across: Resampling;
    readonly down: Resampling;
}
/** The resize and crop of an image of some size. */
export declare function resizing(image: Pick<Pixels, 'width' | 'height'>, options: Preprocessing): Resizing;
/** The part of one resized axis that the crop keeps, and where it lands in the output. */
export interface Window {
    /** The resized length of the whole axis. */
    readonly length: number;
    /** The first resized position that is kept. */
    readonly first: number;
    /** How many positions are kept. */
    readonly count: number;
    /** Black positions before them, where the resized axis is shorter than the crop. */
    readonly padding: number;
}
/** One axis of a resize as data: position `i` is the sum of `counts[i]` samples from `starts[i]` on, weighted. */
export interface Resampling {
    readonly starts: Int32Array;
    readonly counts: Int32Array;
    /** The weights of position `i` begin at `i * stride`; in units of `2 ** -FRACTION_BITS`, with sum about 1. */
    readonly weights: Int32Array;
    readonly stride: number;
    /** The samples any position reads: `begin` up to, not including, `end`. */
    readonly begin: number;
    readonly end: number;
}
/**
 * `ToTensor` and `Normalize` of every byte: value `v` of channel `c` is at `c * 256 + v`. Each step is rounded to
 * float32, as PyTorch's tensors are.
 */
export declare function normalised(mean: Preprocessing['mean'], std: Preprocessing['std']): Float32Array;
/**
 * @param name - who refuses them
 * @throws TypeError or RangeError for pixels that are not what their type says
 */
export declare function checkPixels(pixels: Pixels, name?: string): void;
