import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeImage } from '../../compiler/image/decode.ts';
import type { Interpolation } from '../../compiler/preprocessing/preprocessing.ts';
import { preparedFor } from '../../targets/javascript/filters.ts';
import { type Pixels, type Preprocessing, preprocess } from '../../targets/javascript/runtime/preprocess.ts';
import { synthetic } from './synthetic.ts';

interface Crop {
  readonly resize: number | readonly [height: number, width: number];
  readonly height: number;
  readonly width: number;
}

interface Filtered extends Crop {
  readonly interpolation: Interpolation;
}

/** What test/reference/preprocess.py writes. */
interface Goldens {
  readonly mean: [number, number, number];
  readonly std: [number, number, number];
  readonly synthetic: readonly (Crop & { what: string; image: [number, number]; crop: string })[];
  readonly hashed: readonly (Crop & { file: string; sha256: string })[];
  readonly filtered: readonly (Filtered & { what: string; image: [number, number]; crop: string })[];
  readonly filteredHashed: readonly (Filtered & { file: string; sha256: string })[];
  readonly ramp: string;
  readonly tensors: readonly (Crop & { file: string; sha256: string })[];
}

const images = new URL('../golden/images/', import.meta.url);
const photo = (file: string): string => fileURLToPath(new URL(`../../specs/data/${file}`, import.meta.url));
const goldens: Goldens = JSON.parse(readFileSync(new URL('preprocess.json', images), 'utf8'));
const { mean, std } = goldens;

/** The bytes of the crop before it was normalised, `[row, column, channel]`, as PIL lays them out. */
function bytesOf(input: Float32Array, { height, width }: Crop): Uint8Array {
  const bytes = new Uint8Array(3 * height * width);
  for (let i = 0; i < bytes.length; i++) {
    const channel = i % 3;
    const value = input[channel * height * width + Math.floor(i / 3)] as number;
    bytes[i] = Math.round((value * (std[channel] as number) + (mean[channel] as number)) * 255);
  }
  return bytes;
}

function crop(image: Pixels, size: Crop & { readonly interpolation?: Interpolation }): Uint8Array {
  const { resize, height, width, interpolation = 'bilinear' } = size;
  const prepared = preparedFor({ resize, interpolation, mean, std }, [1, 3, height, width]);
  return bytesOf(preprocess(image, prepared), size);
}

/** The largest difference, which is 0: not "at most 2 of 255", but torchvision's every byte. */
function deviation(got: Uint8Array, expected: Uint8Array): number {
  expect(got.length).toBe(expected.length);
  return got.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))), 0);
}

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

describe('equals torchvision', () => {
  for (const file of ['chelsea.png', 'rocket.jpg']) {
    test(`on the photograph ${file}, resized to 256, cropped to 224 x 224`, async () => {
      const golden = await decodeImage(
        fileURLToPath(new URL(file.replace(/\..*/, '-256-224x224.png'), images)),
      );
      const expected = golden.data.filter((_, i) => i % 4 !== 3);
      const got = crop(await decodeImage(photo(file)), { resize: 256, height: 224, width: 224 });
      expect(deviation(got, expected)).toBe(0);
    });
  }

  test.each(goldens.synthetic)('$what: $image to $resize, cropped to $width x $height', golden => {
    const got = crop(synthetic(...golden.image), golden);
    expect(deviation(got, Buffer.from(golden.crop, 'base64'))).toBe(0);
  });

  test.each(goldens.hashed)('$file resized to $resize, cropped to $width x $height', async golden => {
    expect(sha256(crop(await decodeImage(photo(golden.file)), golden))).toBe(golden.sha256);
  });

  test.each(goldens.filtered)('$interpolation: $what: $image to $resize', golden => {
    const got = crop(synthetic(...golden.image), golden);
    expect(deviation(got, Buffer.from(golden.crop, 'base64'))).toBe(0);
  });

  test.each(goldens.filteredHashed)('$interpolation: $file resized to $resize', async golden => {
    expect(sha256(crop(await decodeImage(photo(golden.file)), golden))).toBe(golden.sha256);
  });

  test('to the last bit of float32, for every value of a byte', () => {
    const data = new Uint8Array(256 * 4).map((_, i) => (i % 4 === 3 ? 0 : i >> 2));
    const got = preprocess({ width: 16, height: 16, data }, { resize: 16, height: 16, width: 16, mean, std });
    expect(Buffer.from(got.buffer).equals(Buffer.from(goldens.ramp, 'base64'))).toBe(true);
  });

  test.each(goldens.tensors)(
    'to the last bit of float32, on $file',
    async ({ file, sha256: hash, ...size }) => {
      const got = preprocess(await decodeImage(photo(file)), { ...size, mean, std });
      expect(sha256(new Uint8Array(got.buffer))).toBe(hash);
    },
  );
});

const side = fc.integer({ min: 1, max: 40 });
const plain = { mean: [0, 0, 0], std: [1, 1, 1] } as const;

describe('properties', () => {
  test('an image of one colour stays that colour, whatever its alpha', () => {
    const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(side, side, side, colour, (width, height, resize, rgb) => {
        const data = new Uint8Array(width * height * 4).map((_, i) => rgb[i % 4] ?? i % 251);
        // A crop no larger than the shorter side, so that nothing is padded.
        const got = preprocess({ width, height, data }, { resize, height: resize, width: resize, ...plain });
        const expected = rgb.flatMap(value => Array(resize * resize).fill(Math.fround(value / 255)));
        expect(Array.from(got)).toEqual(expected);
      }),
    );
  });

  test('a mirrored image gives the mirrored input', () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 12 }), (width, height, half) => {
        const image = synthetic(width, height);
        const pixels = new Uint32Array(image.data.buffer.slice(0));
        for (let row = 0; row < height; row++) pixels.subarray(row * width, (row + 1) * width).reverse();
        const mirrored = { width, height, data: new Uint8Array(pixels.buffer) };
        // Only where nothing is left over to one side: the crop has the resized length.
        const resize = half * 2;
        const across = width <= height ? resize : Math.trunc((resize * width) / height);
        const options = { resize, height: resize, width: across, ...plain };
        const got = preprocess(mirrored, options);
        for (let row = 0; row < 3 * resize; row++) got.subarray(row * across, (row + 1) * across).reverse();
        const expected = preprocess(image, options);
        // A weight may round the other way on the other side: by a level in each of the two passes.
        const most = got.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))),
          0,
        );
        expect(most * 255).toBeLessThan(2.01);
      }),
    );
  });

  test('every value is between black and white', () => {
    fc.assert(
      fc.property(side, side, side, side, side, (width, height, resize, rows, columns) => {
        const got = preprocess(synthetic(width, height), { resize, height: rows, width: columns, ...plain });
        expect(got.length).toBe(3 * rows * columns);
        expect(got.every(value => value >= 0 && value <= 1)).toBe(true);
      }),
    );
  });
});

describe('into', () => {
  const options: Preprocessing = { resize: 8, height: 6, width: 5, mean, std };

  test('is written to and returned, and its neighbours in a batch are left alone', () => {
    const batch = new Float32Array(3 * 90).fill(-1000);
    const second = batch.subarray(90, 180);
    expect(preprocess(synthetic(20, 10), options, second)).toBe(second);
    expect(second).toEqual(preprocess(synthetic(20, 10), options));
    expect(batch.subarray(0, 90).every(value => value === -1000)).toBe(true);
    expect(batch.subarray(180).every(value => value === -1000)).toBe(true);
  });

  test('is overwritten whole, padding too', () => {
    const padded = { ...options, height: 20, width: 30 };
    const used = new Float32Array(3 * 20 * 30).fill(7);
    expect(preprocess(synthetic(9, 9), padded, used)).toEqual(preprocess(synthetic(9, 9), padded));
  });

  test('of another length is an error', () => {
    expect(() => preprocess(synthetic(9, 9), options, new Float32Array(91))).toThrow(
      'the output has 91 elements, expected 3 * 6 * 5 = 90',
    );
  });
});

describe('errors and what is accepted', () => {
  const options: Preprocessing = { resize: 8, height: 6, width: 5, mean, std };
  const run = (image: unknown, changed: object = {}): Float32Array =>
    preprocess(image as Pixels, { ...options, ...changed });

  test.each([
    [
      'too little data',
      { width: 4, height: 3, data: new Uint8Array(47) },
      'a 4 x 3 image has 48 bytes of RGBA, got 47',
    ],
    [
      'RGB',
      { width: 4, height: 3, data: new Uint8Array(36) },
      'got 36; it looks like RGB: add an alpha byte',
    ],
    [
      'no columns',
      { width: 0, height: 3, data: new Uint8Array(0) },
      'preprocess: the image width in pixels must be a whole number of at least 1, got 0',
    ],
    [
      'no rows',
      { width: 3, height: 0, data: new Uint8Array(0) },
      'preprocess: the image height in pixels must be a whole number of at least 1, got 0',
    ],
    [
      'half a column',
      { width: 1.5, height: 2, data: new Uint8Array(12) },
      'must be a whole number of at least 1, got 1.5',
    ],
    ['floats', { width: 1, height: 1, data: new Float32Array(4) }, 'expected pixels as { data: Uint8Array'],
    ['no data', { width: 1, height: 1 }, 'such as ImageData; their data is undefined'],
  ])('%s', (_, image, message) => {
    expect(() => run(image)).toThrow(message);
  });

  test.each([
    ['resize', { resize: 0 }, 'resize must be a positive whole number of pixels, got 0'],
    ['one of two lengths', { resize: [4, 0.5] }, 'resize must be a positive whole number of pixels, got 0.5'],
    ['height', { height: -1 }, 'the crop height must be a positive whole number of pixels, got -1'],
    ['width', { width: Number.NaN }, 'the crop width must be a positive whole number of pixels, got NaN'],
    ['mean', { mean: [0, 0] }, 'mean must be three finite numbers (R, G, B), got [0,0]'],
    ['std', { std: [1, 1, Number.POSITIVE_INFINITY] }, 'std must be three finite numbers'],
    ['a std of 0', { std: [1, 0, 1] }, 'std must not be 0, got [1,0,1]'],
  ])('bad option: %s', (_, changed, message) => {
    expect(() => run(synthetic(9, 9), changed)).toThrow(message);
  });

  test('Uint8ClampedArray, Buffer and arrays of another realm count as bytes', () => {
    const image = synthetic(9, 9);
    const expected = run(image);
    expect(run({ ...image, data: new Uint8ClampedArray(image.data) })).toEqual(expected);
    expect(run({ ...image, data: Buffer.from(image.data) })).toEqual(expected);
    expect(run({ ...image, data: runInNewContext('Uint8Array.from(data)', { data: image.data }) })).toEqual(
      expected,
    );
  });
});
