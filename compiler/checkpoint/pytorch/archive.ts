/**
 * The entries of a zip file, by name. PyTorch stores them uncompressed; a file that was zipped again may have them
 * deflated, which is read too, within bounds. CRCs are not checked: PyTorch can be told to write false ones
 * (`torch.serialization.set_crc32_options`) and reads on.
 */

import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { UserError } from '../../errors.ts';
import { printName } from '../../names.ts';
import type { ByteSource, FileBytes, ReadBytes } from '../bytes.ts';

/**
 * All entries together may claim this many times the file's size, and this much more. Weights hardly compress;
 * bombs claim a thousand times their size, or the same bytes again and again.
 */
const maxGrowth = 16;
const slackBytes = 16 << 20;
/** One a storage; reading the directory takes up to 0.2 ms an entry. */
const maxEntries = 20_000;

/** Compression methods. */
const stored = 0;
const deflated = 8;
const inflateRaw = promisify(zlib.inflateRaw);

/**
 * Reads the directory of a zip file.
 *
 * @throws UserError if it is not a zip file, an entry's name is unsafe or given twice, the sizes are a bomb's, an entry
 *   is described in two ways (another reader would see another file), or two share bytes
 */
export async function openArchive(file: FileBytes): Promise<ReadonlyMap<string, ByteSource>> {
  // yauzl checks names (no absolute path, `..` or backslash) and that stored sizes agree.
  const options = { autoClose: false, strictFileNames: true };
  const zip = await reading(
    file.file,
    fromRandomAccessReaderPromise(new BoundedReader(file), file.length, options),
  );
  if (zip.entryCount > maxEntries) {
    throw malformed(file.file, `${zip.entryCount} entries: at most ${maxEntries} are read`);
  }
  const entries = new Map<string, ByteSource>();
  const places: Place[] = [];
  let claimed = 0;
  for (const entry of await reading(file.file, listEntries(zip))) {
    const at = `${file.file}: ${printName(entry.fileName)}`;
    if (entries.has(entry.fileName)) throw malformed(at, 'the archive has two entries of this name');
    claimed += entry.uncompressedSize;
    if (claimed > file.length * maxGrowth + slackBytes) {
      throw malformed(
        at,
        `the entries so far claim ${claimed} bytes, in a file of ${file.length}: a zip bomb`,
      );
    }
    const place = await placeEntry(zip, entry, at);
    places.push(place);
    entries.set(entry.fileName, {
      length: entry.uncompressedSize,
      open: () => openEntry(place, entry, file),
    });
  }
  checkDisjoint(places);
  return entries;
}

/** Bytes of a file that an entry takes, from its own header on. */
interface Place {
  readonly at: string;
  readonly start: number;
  /** Where its data begins. */
  readonly data: number;
  readonly end: number;
}

/** Sizes and hashes are after the data, and zeros before it. */
const hasDescriptor = 8;
/** Where a size is this, it is among the extra fields. */
const isElsewhere = 0xffffffff;

/** Where an entry is. Its own header must say what the directory says. */
async function placeEntry(zip: ZipFile, entry: Entry, at: string): Promise<Place> {
  // yauzl checks here that the entry's data ends inside the file.
  const header = await reading(at, zip.readLocalFileHeaderPromise(entry, {}));
  if (!header.fileName.equals(entry.fileNameRaw)) {
    const own = printName(header.fileName.toString('latin1'));
    throw malformed(at, `the entry calls itself ${own}: the archive's directory does not fit it`);
  }
  if (header.compressionMethod !== entry.compressionMethod) {
    const { compressionMethod: own } = header;
    throw malformed(
      at,
      `compressed by method ${own} as the entry says, ${entry.compressionMethod} as the directory does`,
    );
  }
  const isLate = (header.generalPurposeBitFlag & hasDescriptor) !== 0;
  for (const [own, listed] of [
    [header.compressedSize, entry.compressedSize],
    [header.uncompressedSize, entry.uncompressedSize],
  ] as const) {
    if (own === listed || own === isElsewhere || (isLate && own === 0)) continue;
    throw malformed(at, `${own} bytes as the entry says, ${listed} as the directory does`);
  }
  const { relativeOffsetOfLocalHeader: start } = entry;
  return { at, start, data: header.fileDataStart, end: header.fileDataStart + entry.compressedSize };
}

function checkDisjoint(places: readonly Place[]): void {
  let before: Place | undefined;
  for (const place of [...places].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (before && place.start < before.end) {
      throw malformed(
        place.at,
        `starts at byte ${place.start}, inside of another entry, which ends at ${before.end}`,
      );
    }
    before = place;
  }
}

async function listEntries(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  return entries;
}

async function openEntry({ at, data }: Place, entry: Entry, file: FileBytes): Promise<ReadBytes> {
  if (entry.isEncrypted()) throw malformed(at, 'is encrypted');
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated) {
    throw malformed(
      at,
      `compression method ${entry.compressionMethod}: only stored and deflated entries are read`,
    );
  }
  if (entry.compressionMethod === stored) return (start, length) => file.read(data + start, length);
  const packed = await file.read(data, entry.compressedSize);
  const bytes = await reading(at, inflate(packed, entry));
  return async (start, length) => bytes.subarray(start, start + length);
}

/** The whole entry: deflated data has no other way in. Stops where it gets longer than it claims. */
async function inflate(packed: Uint8Array, entry: Entry): Promise<Uint8Array> {
  const bytes = await inflateRaw(packed, { maxOutputLength: Math.max(entry.uncompressedSize, 1) });
  if (bytes.length === entry.uncompressedSize) return bytes;
  throw new Error(`${bytes.length} bytes when inflated, where ${entry.uncompressedSize} are claimed`);
}

/** yauzl's way to the file. Its own passes offsets from the file to `fs.read`, which throws at wild ones. */
class BoundedReader extends RandomAccessReader {
  readonly #file: FileBytes;

  constructor(file: FileBytes) {
    super();
    this.#file = file;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const inside = position >= 0 && position + length <= this.#file.length;
    const read = inside
      ? this.#file.read(position, length)
      : Promise.reject(
          new Error(`${length} bytes from ${position} reach beyond the file's ${this.#file.length}`),
        );
    // Outside of the promise: what the callback throws must not come back to it.
    const done = (error: Error | null) => setImmediate(callback, error);
    read.then(bytes => {
      buffer.set(bytes, offset);
      done(null);
    }, done);
  }
}

/** What yauzl and zlib throw is about the file. */
async function reading<T>(at: string, step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (/^End of central directory/i.test(reason)) {
      const problem =
        'a zip archive without its end, where the list of its entries is: the file is cut short';
      throw new UserError('checkpoint-truncated', problem, { at, fix: fetchAgain, cause });
    }
    throw new UserError('checkpoint-malformed', `broken zip data: ${printReason(reason)}`, {
      at,
      fix: fetchAgain,
      cause,
    });
  }
}

const fetchAgain = 'the download may be cut short or damaged: fetch it again';

/** yauzl quotes names from the file. */
function printReason(reason: string): string {
  return JSON.stringify(reason.slice(0, 200)).slice(1, -1);
}

function malformed(at: string, problem: string): UserError {
  return new UserError('checkpoint-malformed', problem, {
    at,
    fix: 'save it again in Python: torch.save(model.state_dict(), file)',
  });
}
