/** Images: from files to pixels, and what the network sees of them. */

import type { Pixels, Preprocessing } from '../../runtime/preprocess.ts';

/** An image, and what to call it. */
export interface Picture {
  readonly bitmap: ImageBitmap;
  readonly name: string;
}

/** Decoded as PIL does it: colours as they are stored, not blended, the right side up. */
export async function decode(file: Blob, name: string): Promise<Picture> {
  try {
    const bitmap = await createImageBitmap(file, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
    return { bitmap, name };
  } catch (cause) {
    throw new Error(`${name} is no image that this browser can read`, { cause });
  }
}

/** The pixels, for what runs on the CPU. */
export function pixelsOf(bitmap: ImageBitmap): Pixels {
  const { width, height } = bitmap;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser gives no canvas to read the image from');
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { data, width, height };
}

/** A part of an image, in its pixels. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is left of an image once it is resized and the middle cut out. */
export function cropOf(
  { width, height }: Pick<ImageBitmap, 'width' | 'height'>,
  preprocessing: Pick<Preprocessing, 'resize' | 'width' | 'height'>,
): Crop {
  const { resize } = preprocessing;
  // Pixels of the image to one of the resized image, down and across.
  const shorter = Math.min(width, height);
  const [down, across] =
    typeof resize === 'number'
      ? [shorter / resize, shorter / resize]
      : [height / resize[0], width / resize[1]];
  const seen = {
    width: Math.min(width, preprocessing.width * across),
    height: Math.min(height, preprocessing.height * down),
  };
  return { left: (width - seen.width) / 2, top: (height - seen.height) / 2, ...seen };
}

/** An image for those who have none at hand: rings and stripes, the same every time. */
export async function testPattern(): Promise<Picture> {
  const [width, height] = [480, 360];
  const pixels = new ImageData(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const distance = Math.hypot(x - width / 2, y - height / 2);
      const ring = Math.floor(distance / 24) % 2 === 0;
      const stripe = Math.floor((x + y) / 40) % 2 === 0;
      const colour =
        distance < 144 ? (ring ? [232, 93, 51] : [250, 236, 208]) : stripe ? [38, 84, 124] : [64, 128, 148];
      pixels.data.set([...colour, 255], 4 * (y * width + x));
    }
  }
  return { bitmap: await createImageBitmap(pixels), name: 'the test pattern' };
}
