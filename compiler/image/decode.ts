/**
 * From an image file to the pixels that a network's preprocessing takes, through sharp (libvips). The bytes are
 * those of PIL's `convert('RGB')`, which is what torchvision's networks are trained and evaluated on: colour
 * profiles, gamma and alpha are left alone, and CMYK is converted without a profile. Beyond that, the EXIF
 * orientation is applied, as a viewer does (`ImageOps.exif_transpose`).
 */
import { readFile } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { invariant, UserError } from '../errors.ts';

/** An image as rows of R, G, B, A bytes from the top left. */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** `width * height * 4` bytes; transparent pixels keep the colour that is stored under them. */
  readonly data: Uint8Array;
}

/** What PIL refuses above, as a decompression bomb: 716 MB of RGBA. */
const MOST_PIXELS = 178_956_970;

/**
 * Reads an image: JPEG, PNG, WebP, AVIF, GIF and TIFF (of an animation or several pages, the first one).
 *
 * @throws UserError `image-unreadable` (no such file, a folder, no permission), `not-an-image`, `broken-image`,
 *   `image-too-large`, `image-unsupported` or `no-image-decoder`
 */
export async function decodeImage(file: string): Promise<DecodedImage> {
  const bytes = await read(file);
  const sharp = await loadSharp(file);
  // PIL too reads past what is only a warning; a file that is cut short is an error.
  const image = (): Sharp => sharp(bytes, { failOn: 'error', ignoreIcc: true, limitInputPixels: false });

  const header = await image()
    .metadata()
    .catch(cause => {
      throw broken(file, cause);
    });
  if (header.width * header.height > MOST_PIXELS) {
    throw new UserError(
      'image-too-large',
      `the image has ${header.width} x ${header.height} pixels, more than ${MOST_PIXELS.toLocaleString('en')}`,
      { at: file, fix: 'scale it down first: networks see a few hundred pixels a side' },
    );
  }

  const inks = header.space === 'cmyk';
  if (inks && header.depth !== 'uchar') {
    throw new UserError(
      'image-unsupported',
      `it is CMYK with samples of type ${header.depth}, expected bytes`,
      {
        at: file,
        fix: 'convert it to an RGB PNG or JPEG',
      },
    );
  }
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
  const { width, height } = info;
  invariant(
    data.length === width * height * 4,
    `${file} was decoded to ${info.channels} channels, expected 4`,
  );
  return {
    width,
    height,
    data: inks ? rgbFromInks(data) : new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
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

/** Reads the file here, not in sharp, which has one message for all that can be wrong with a path. */
async function read(file: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const problems: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a folder, expected an image file',
      EACCES: 'it may not be read',
    };
    throw new UserError('image-unreadable', problems[code ?? ''] ?? `it cannot be read: ${message}`, {
      at: file,
      fix: 'give the path of an image file that you may read',
      cause,
    });
  }
  if (bytes.length === 0) throw notAnImage(file, 'the file is empty');
  return bytes;
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
  if (message.includes('unsupported image format')) {
    return notAnImage(file, 'its format is not one that is known, or it is cut short', cause);
  }
  // libvips repeats itself, a line a failure.
  const [first] = message.split('\n');
  return new UserError('broken-image', `the image is cut short or damaged: ${first}`, {
    at: file,
    fix: 'get the file again, or save it anew with an image editor',
    cause,
  });
}

function notAnImage(file: string, problem: string, cause?: unknown): UserError {
  return new UserError('not-an-image', `${problem}; expected a JPEG, PNG, WebP, AVIF, GIF or TIFF image`, {
    at: file,
    fix: 'convert it to a PNG or JPEG',
    cause,
  });
}
