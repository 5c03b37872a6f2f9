/**
 * From an image file to the pixels that a network's preprocessing takes, through sharp (libvips). The bytes are
 * those of PIL's `convert('RGB')`, which is what torchvision's networks are trained and evaluated on: colour
 * profiles, gamma and alpha are left alone, and CMYK is converted without a profile. It differs in this:
 *
 * - The EXIF orientation is applied, as a viewer does. PIL leaves that to `ImageOps.exif_transpose`.
 * - Of 16-bit greys the high byte is taken, as of 16-bit colours. PIL makes everything above 255 white.
 * - TIFFs of float or 32-bit samples are refused. PIL clips them to 0 and 255, whatever their range is.
 * - A side may have 65,535 pixels at most, an image as many as PIL refuses beyond.
 */
import type { Metadata, Sharp } from 'sharp';
import { UserError } from '../errors.ts';
import { readRegularFile } from '../files/regular.ts';
import { formatOf, type ImageFormat, imageFormats } from './format.ts';

/** An image as rows of R, G, B, A bytes from the top left. */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** `width * height * 4` bytes; transparent pixels keep the colour that is stored under them. */
  readonly data: Uint8Array;
}

/** What PIL refuses above, as a decompression bomb: 716 MB of RGBA. */
const mostPixels = 178_956_970;

/** As a JPEG has at most. */
const mostSide = 65_535;

/** Of the file: more than as many pixels take uncompressed in the formats that cameras write. */
const mostBytes = 2 ** 29;

/** Red, green, blue or four inks, and alpha. */
const mostChannels = 5;

/**
 * Reads an image: PNG, JPEG, WebP, GIF, TIFF and AVIF, by its content; of an animation or several pages, the first
 * one. What is too large is refused by its header: at the limits, decoding takes 1.3 GB (a rotated JPEG).
 *
 * @throws UserError `image-unreadable` (no such file, a folder, a pipe, no permission, too many bytes),
 *   `not-an-image`, `broken-image`, `image-too-large`, `image-unsupported` or `no-image-decoder`
 */
export async function decodeImage(file: string): Promise<DecodedImage> {
  const bytes = await readRegularFile(
    file,
    { code: 'image-unreadable', fix: 'give the path of an image file that you may read' },
    mostBytes,
  );
  const format = checkFormat(file, bytes);
  const sharp = await loadSharp(file);
  // PIL too reads past what is only a warning; a file that is cut short is an error.
  const image = (): Sharp => sharp(bytes, { failOn: 'error', ignoreIcc: true, limitInputPixels: mostPixels });

  const header = await sharp(bytes, { ignoreIcc: true, limitInputPixels: false })
    .metadata()
    .catch(cause => {
      throw broken(file, cause);
    });
  checkHeader(file, header, format);
  const inks = header.space === 'cmyk';
  const upright = image().autoOrient();
  const pipeline = inks
    ? upright.pipelineColourspace('cmyk').toColourspace('cmyk').removeAlpha()
    : upright.toColourspace('srgb').ensureAlpha();
  const { data, info } = await pipeline
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(cause => {
      throw broken(file, cause);
    });
  const { width, height, channels } = info;
  if (data.length !== width * height * 4)
    throw unsupported(file, `it has ${channels} channels, expected 1 to 4`);
  return {
    width,
    height,
    data: inks ? rgbFromInks(data) : new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}

/** @throws UserError where a file is of no format that is read */
function checkFormat(file: string, bytes: Uint8Array): ImageFormat {
  const found = formatOf(bytes);
  if ('format' in found) return found.format;
  const problem =
    bytes.length === 0
      ? 'the file is empty'
      : found.what
        ? `it is ${found.what}`
        : 'it is of no known format';
  throw notAnImage(file, problem);
}

/** @throws UserError where an image would take too much memory, or be something else than its pixels */
function checkHeader(file: string, header: Metadata, format: ImageFormat): void {
  const { width, height, space, depth, channels } = header;
  if (header.format !== format || (format === 'heif' && header.compression !== 'av1')) {
    throw notAnImage(file, `it begins as another format than it goes on, ${header.format}`);
  }
  const limit =
    Math.max(width, height) > mostSide
      ? `${mostSide.toLocaleString('en')} a side`
      : width * height > mostPixels
        ? mostPixels.toLocaleString('en')
        : undefined;
  if (limit !== undefined) {
    throw new UserError('image-too-large', `the image has ${width} x ${height} pixels, more than ${limit}`, {
      at: file,
      fix: 'scale it down first: networks see a few hundred pixels a side',
    });
  }
  if (channels > mostChannels) throw unsupported(file, `it has ${channels} channels, expected 1 to 4`);
  const inks = space === 'cmyk';
  if (depth === 'uchar' || (depth === 'ushort' && !inks)) return;
  const expected = inks ? 'bytes' : 'bytes, or 16 bits without a sign';
  throw unsupported(file, `it is ${inks ? 'CMYK ' : ''}with samples of type ${depth}, expected ${expected}`);
}

function unsupported(file: string, problem: string): UserError {
  return new UserError('image-unsupported', problem, { at: file, fix: 'convert it to an RGB PNG or JPEG' });
}

/** PIL's `cmyk2rgb`: each channel is `(1 - ink) * (1 - black)`, in bytes. */
function rgbFromInks(cmyk: Uint8Array): Uint8Array {
  const rgba = new Uint8Array(cmyk.length);
  for (let pixel = 0; pixel < cmyk.length; pixel += 4) {
    const light = 255 - (cmyk[pixel + 3] as number);
    for (let channel = pixel; channel < pixel + 3; channel++) {
      rgba[channel] = light - Math.round(((cmyk[channel] as number) * light) / 255);
    }
    rgba[pixel + 3] = 255;
  }
  return rgba;
}

async function loadSharp(file: string): Promise<typeof import('sharp').default> {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    throw new UserError('no-image-decoder', 'the package sharp, which decodes images, does not load here', {
      at: file,
      fix: 'npm install --include=optional sharp, or give the input as raw float32 values instead of an image',
      cause,
    });
  }
}

function broken(file: string, cause: unknown): UserError {
  const message = cause instanceof Error ? cause.message : String(cause);
  // libvips repeats itself, a line a failure.
  const [first] = message.split('\n');
  return new UserError('broken-image', `the image is cut short or damaged: ${first}`, {
    at: file,
    fix: 'get the file again, or save it anew with an image editor',
    cause,
  });
}

function notAnImage(file: string, problem: string): UserError {
  return new UserError('not-an-image', `${problem}; expected ${imageFormats}`, {
    at: file,
    fix: 'convert it to a PNG or JPEG',
  });
}
