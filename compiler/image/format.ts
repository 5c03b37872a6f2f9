/** What a file is, by how it begins: names and extensions prove nothing. */

/** What is read, by sharp's name of it. */
export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff' | 'heif';

/** What is read, for help and errors. */
export const imageFormats = 'PNG, JPEG, WebP, GIF, TIFF or AVIF';

/** What is read: how its bytes begin, `.` being any. */
const read: readonly (readonly [start: RegExp, format: ImageFormat])[] = [
  [/^\x89PNG\r\n/s, 'png'],
  [/^\xff\xd8\xff/s, 'jpeg'],
  [/^RIFF.{4}WEBP/s, 'webp'],
  [/^GIF8[79]a/s, 'gif'],
  [/^(II[*+]\0|MM\0[*+])/s, 'tiff'],
  [/^.{4}ftyp(.{4}){0,16}?avi[fs]/s, 'heif'],
];

/** What is often given instead. */
const others: readonly (readonly [start: RegExp, what: string])[] = [
  [/^(\xef\xbb\xbf)?\s*<(svg|\?xml|!doctype svg|!--)/i, 'SVG, a drawing of no pixels'],
  [/^%PDF/, 'a PDF'],
  [/^.{4}ftyp(hei|hev|mif|msf)/s, 'HEIC'],
  [/^.{4}ftyp/s, 'a video'],
  [/^BM/, 'BMP'],
  [/^P[1-7][\s#]/, 'PPM or one of its kin'],
  [/^(\xff\n|.{4}JXL )/s, 'JPEG XL'],
  [/^(.{4}jP {2}|\xffO\xffQ)/s, 'JPEG 2000'],
  [/^8BPS/, 'a Photoshop document'],
  [/^\s*<(!doctype html|html|head)/i, 'a web page: the download went wrong'],
  [/^version https:\/\/git-lfs/, 'a Git LFS pointer: `git lfs pull` fetches the file itself'],
];

/** How many bytes at the start of a file tell what it is. */
const startBytes = 80;

/** The format of a file; of what is not read, what it is, where that is known. */
export function formatOf(bytes: Uint8Array): { readonly format: ImageFormat } | { readonly what?: string } {
  // Each byte is one character.
  const start = Buffer.from(bytes.subarray(0, startBytes)).toString('latin1');
  const [, format] = read.find(([pattern]) => pattern.test(start)) ?? [];
  if (format) return { format };
  const [, what] = others.find(([pattern]) => pattern.test(start)) ?? [];
  return what === undefined ? {} : { what };
}
