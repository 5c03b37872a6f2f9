import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../compiler/errors.ts';
import { decodeImage } from '../../compiler/image/decode.ts';

/** What test/reference/preprocess.py writes: PIL's bytes of each fixture. */
interface Golden {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly rgb: string;
}

const images = new URL('../golden/images/', import.meta.url);
const fixture = (file: string): string => fileURLToPath(new URL(`decode/${file}`, images));
const goldens: Golden[] = JSON.parse(readFileSync(new URL('decode.json', images), 'utf8'));

const folder = mkdtempSync(join(tmpdir(), 'netwright-decode-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe("equals PIL's convert('RGB')", () => {
  test.each(goldens)('$file', async ({ file, width, height, rgb }) => {
    const got = await decodeImage(fixture(file));
    expect([got.width, got.height]).toEqual([width, height]);
    expect(got.data.length).toBe(width * height * 4);
    expect(Buffer.from(got.data.filter((_, i) => i % 4 !== 3))).toEqual(Buffer.from(rgb, 'base64'));
  });
});

test('alpha is kept where there is one, and full elsewhere', async () => {
  const alphaOf = async (file: string): Promise<number[]> =>
    Array.from((await decodeImage(fixture(file))).data).filter((_, i) => i % 4 === 3);
  expect(await alphaOf('rgba.png')).toEqual(Array.from({ length: 130 }, (_, i) => (i * 2) % 256));
  for (const file of ['rgb.png', 'grey.png', 'cmyk.jpg'])
    expect(await alphaOf(file)).toEqual(Array(130).fill(255));
});

test('AVIF is read', async () => {
  const avif = await sharp({ create: { width: 16, height: 9, channels: 3, background: '#fff' } })
    .avif()
    .toBuffer();
  const got = await decodeImage(written('white.avif', avif));
  expect([got.width, got.height, got.data[0]]).toEqual([16, 9, 255]);
});

/** A TIFF of one pixel in four inks and, with a fifth sample, alpha; each sample is `0x80…`. */
function inksTiff(samples: 4 | 5, bits: 8 | 16): Buffer {
  const tags: [tag: number, type: number, count: number, value: number][] = [
    [256, 3, 1, 1], // width
    [257, 3, 1, 1], // height
    [258, 3, samples, 140], // bits a sample: at 140
    [259, 3, 1, 1], // no compression
    [262, 3, 1, 5], // CMYK
    [273, 4, 1, 150], // the pixel: at 150
    [277, 3, 1, samples], // samples a pixel
    [278, 3, 1, 1], // rows a strip
    [279, 4, 1, (samples * bits) / 8], // bytes of the strip
    [338, 3, samples - 4, 2], // alpha
  ];
  const data = tiffOf(samples === 4 ? tags.slice(0, -1) : tags);
  for (let i = 0; i < samples; i++) data.writeUInt16LE(bits, 140 + i * 2);
  return data.fill(0x80, 150);
}

/** The directory of a TIFF, and room for what it points to: 160 bytes. */
function tiffOf(
  tags: readonly (readonly [tag: number, type: number, count: number, value: number])[],
): Buffer {
  const data = Buffer.alloc(160);
  data.write('II*\0\x08\0\0\0', 'latin1');
  data.writeUInt16LE(tags.length, 8);
  for (const [i, [tag, type, count, value]] of tags.entries()) {
    data.writeUInt16LE(tag, 10 + i * 12);
    data.writeUInt16LE(type, 12 + i * 12);
    data.writeUInt32LE(count, 14 + i * 12);
    data.writeUInt32LE(value, 18 + i * 12);
  }
  return data;
}

/** A TIFF of one grey pixel, of samples in a format: 1 without a sign, 3 float. */
const samplesTiff = (bits: number, format: number): Buffer =>
  tiffOf([
    [256, 3, 1, 1],
    [257, 3, 1, 1],
    [258, 3, 1, bits],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
    [273, 4, 1, 150],
    [277, 3, 1, 1],
    [278, 3, 1, 1],
    [279, 4, 1, bits / 8],
    [339, 3, 1, format],
  ]);

describe('of several images in a file, the first', () => {
  const frames = Buffer.concat([
    Buffer.alloc(5 * 4 * 3, 200),
    Buffer.alloc(5 * 4 * 3, 10),
    Buffer.alloc(5 * 4 * 3, 90),
  ]);

  test.each(['gif', 'webp', 'tiff'] as const)('%s', async format => {
    const raw = { width: 5, height: 12, channels: 3, pageHeight: 4 } as const;
    const options =
      format === 'webp' ? { lossless: true } : format === 'tiff' ? { compression: 'none' as const } : {};
    const file = await sharp(frames, { raw }).toFormat(format, options).toBuffer();
    expect((await sharp(file).metadata()).pages).toBe(3);
    const got = await decodeImage(written(`several.${format}`, file));
    expect([got.width, got.height]).toEqual([5, 4]);
    expect([...new Set(got.data.filter((_, i) => i % 4 !== 3))]).toEqual([200]);
  });
});

test('CMYK with alpha loses the alpha', async () => {
  const plain = await decodeImage(written('inks.tiff', inksTiff(4, 8)));
  expect(plain).toEqual({ width: 1, height: 1, data: Uint8Array.of(63, 63, 63, 255) });
  expect(await decodeImage(written('inks-alpha.tiff', inksTiff(5, 8)))).toEqual(plain);
});

/** A PNG that says it is a great deal larger than it is. */
function bomb(width: number, height: number): Buffer {
  const png = readFileSync(fixture('rgb.png'));
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  // The checksum of the header chunk, from its type to its end.
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('errors', () => {
  async function fails(file: string, code: string, problem: string): Promise<void> {
    const error = await decodeImage(file).then(
      () => expect.unreachable(`${basename(file)} was decoded`),
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(UserError);
    if (!(error instanceof UserError)) return;
    expect(error.code).toBe(code);
    expect(error.message).toContain(problem);
    expect(error.message.startsWith(`${file}: `)).toBe(true);
    expect(error.fix).toMatch(/./);
    // One line for the problem, one for the fix.
    expect(error.message.split('\n')).toHaveLength(2);
  }

  test('no such file', () => fails(join(folder, 'none.png'), 'image-unreadable', 'no such file'));
  test('a folder', () => fails(folder, 'image-unreadable', 'is a folder, expected a file'));
  test('a file as a folder', () => fails(fixture('rgb.png/x'), 'image-unreadable', 'it lies in a file'));
  test.skipIf(process.getuid?.() === 0)('no permission (skipped for root, who may read all)', async () => {
    const file = written('secret.png', 'x');
    chmodSync(file, 0);
    await fails(file, 'image-unreadable', 'permission denied');
  });
  test('an empty file', () =>
    fails(written('empty.png', ''), 'not-an-image', 'the file is empty; expected PNG'));
  test('text', () =>
    fails(
      written('text.png', 'not an image at all'),
      'not-an-image',
      'it is of no known format; expected PNG',
    ));

  test.each(['444.jpg', 'progressive.jpg', 'rgb.png', 'rgb.webp', 'palette.gif'])(
    '%s, cut short',
    async name => {
      const whole = readFileSync(fixture(name));
      for (const part of [0.6, 0.95]) {
        const file = written(`cut-${name}`, whole.subarray(0, Math.floor(whole.length * part)));
        await fails(file, 'broken-image', 'the image is cut short or damaged: ');
      }
    },
  );

  test('a TIFF cut short, which has its directory at its end', () =>
    fails(
      written('cut.tiff', readFileSync(fixture('rgb.tiff')).subarray(0, 200)),
      'broken-image',
      'cut short or damaged',
    ));

  test('a decompression bomb, before it is decoded', () =>
    fails(
      written('bomb.png', bomb(20_000, 10_000)),
      'image-too-large',
      'the image has 20000 x 10000 pixels, more than 178,956,970',
    ));

  test('a side that is too long', () =>
    fails(
      written('long.png', bomb(65_536, 1)),
      'image-too-large',
      'the image has 65536 x 1 pixels, more than 65,535 a side',
    ));

  test('a file that is too large, before it is read', async () => {
    const file = written('vast.png', readFileSync(fixture('rgb.png')));
    truncateSync(file, 2 ** 30);
    await fails(file, 'image-unreadable', `has ${2 ** 30} bytes: at most ${2 ** 29} are read`);
  });

  test.each([
    ['a drawing', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'it is SVG'],
    ['a drawing after a mark and a space', '\ufeff <svg width="9" height="9"/>', 'it is SVG'],
    ['a document', '%PDF-1.7', 'it is a PDF'],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'it is HEIC'],
    ['HEIF of no brand of AVIF', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'it is HEIC'],
    ['BMP', 'BM\x46\0\0\0', 'it is BMP'],
    ['PPM', 'P6 1 1 255 abc', 'it is PPM'],
    ['a web page', '<!DOCTYPE html><html>', 'it is a web page'],
  ])('%s, whatever it is called', async (_, content, problem) => {
    await fails(written('picture.png', content), 'not-an-image', `${problem}`);
  });

  test('a drawing that would be an image by its size is not drawn', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    await fails(written('drawing.svg', svg), 'not-an-image', 'it is SVG, a drawing of no pixels');
  });

  test.each([
    ['float', 'float'],
    ['of 32 bits', 'uint'],
  ] as const)('a TIFF of samples that are %s', async (_, depth) => {
    await fails(
      written('typed.tiff', samplesTiff(32, depth === 'float' ? 3 : 1)),
      'image-unsupported',
      depth,
    );
  });

  test.skipIf(process.platform === 'win32')('what would never end, or be waited for', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await fails(pipe, 'image-unreadable', 'is a pipe, expected a file');
    await fails('/dev/zero', 'image-unreadable', 'is a device, expected a file');
    symlinkSync(pipe, join(folder, 'to-pipe.png'));
    await fails(join(folder, 'to-pipe.png'), 'image-unreadable', 'is a pipe, expected a file');
  });

  test('as many pixels as are let through are decoded: here they are missing', () =>
    fails(written('large.png', bomb(2_000, 1_000)), 'broken-image', 'cut short or damaged'));

  test('16-bit CMYK', () =>
    fails(
      written('inks16.tiff', inksTiff(4, 16)),
      'image-unsupported',
      'it is CMYK with samples of type ushort',
    ));
});

describe('without sharp', () => {
  afterEach(() => vi.doUnmock('sharp'));

  test('the module loads, and decoding says what to install', async () => {
    vi.resetModules();
    vi.doMock('sharp', () => {
      throw new Error('Could not load the "sharp" module using the linux-x64 runtime');
    });
    const fresh = await import('../../compiler/image/decode.ts');
    await expect(fresh.decodeImage(fixture('rgb.png'))).rejects.toThrow(
      'npm install --include=optional sharp',
    );
  });
});
