/**
 * The header of a safetensors file: 8 bytes of length, then JSON that names each tensor's dtype, shape and place.
 * Format and rules: https://github.com/huggingface/safetensors#format and `SafeTensors::read_metadata` in
 * safetensors/src/tensor.rs there: the data is covered by the tensors without holes or overlap, which leaves no
 * room for another file hidden inside.
 */

import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { parseJson } from '../../json-text.ts';
import { printName } from '../../names.ts';
import { printShape } from '../../shape.ts';
import type { FileBytes } from '../bytes.ts';
import { type ElementType, elementTypes } from '../element-types.ts';
import { countElements, maxRank } from '../tensor-view.ts';

/** A header takes about 100 bytes a tensor: this is 80,000 tensors. The format's own bound is 100 MB. */
const maxHeaderBytes = 8 << 20;

/** Tensors, fields, sizes are 3 deep. */
const maxDepth = 8;

const dtypes = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U64: 'uint64',
  U32: 'uint32',
  U16: 'uint16',
  U8: 'uint8',
  BOOL: 'bool',
} as const satisfies Record<string, ElementType>;

const size = z.int().nonnegative();
const tensorSchema = z.object({
  // Of types that are not read, nothing is asked but their place: `F8_E4M3`, `C64`, and what is still to come.
  dtype: z.string().regex(/^[A-Z][A-Z\d_]{0,15}$/, { error: 'Invalid option' }),
  // The length first: zod reports every bad element, and a hostile array has millions.
  shape: z.array(z.unknown()).max(maxRank).pipe(z.array(size)),
  data_offsets: z.tuple([size, size]),
});

/** One tensor of the header, its place in bytes from the start of the data. */
export interface HeaderTensor {
  readonly name: string;
  /** As the header spells it. */
  readonly type: string;
  /** Absent where elements of the type are not read. */
  readonly dtype?: ElementType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** The checked header, and where in the file the data starts. */
export interface SafetensorsHeader {
  readonly tensors: readonly HeaderTensor[];
  /** Whatever the writer added. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly dataStart: number;
}

/**
 * Reads and checks the header.
 *
 * @throws UserError naming the file and the field that breaks the format
 */
export async function readHeader(file: FileBytes): Promise<SafetensorsHeader> {
  const at = `${file.file}: header`;
  const length = await readLength(file);
  const bytes = await file.read(8, length);
  const text = decodeText(bytes, at);
  const json = parseJson(text, { at, code: 'checkpoint-malformed', depth: maxDepth });
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw malformed(at, 'must be a JSON object of tensors');
  }
  const tensors: HeaderTensor[] = [];
  let metadata: ReadonlyMap<string, string> = new Map();
  for (const [name, value] of Object.entries(json)) {
    const field = `${at}.${printName(name)}`;
    if (name === '__metadata__') metadata = readMetadata(value, field);
    else tensors.push(readTensor(name, value, field));
  }
  const dataStart = 8 + length;
  checkCoverage(tensors, file.length - dataStart, at);
  return { tensors, metadata, dataStart };
}

async function readLength(file: FileBytes): Promise<number> {
  const at = `${file.file}: header length`;
  if (file.length < 8)
    throw malformed(at, `the file has ${file.length} bytes, fewer than the 8 of this field`);
  const bytes = await file.read(0, 8);
  const length = new DataView(bytes.buffer).getBigUint64(0, true);
  if (length > BigInt(file.length - 8)) {
    throw malformed(
      at,
      `${length} bytes, but the file ends ${file.length - 8} bytes after this field`,
      'the download may be cut short: fetch it again',
    );
  }
  if (length > BigInt(maxHeaderBytes))
    throw malformed(at, `${length} bytes: at most ${maxHeaderBytes} are read`);
  return Number(length);
}

function decodeText(bytes: Uint8Array, at: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UserError('checkpoint-malformed', 'not UTF-8', { at, cause });
  }
}

function readTensor(name: string, value: unknown, at: string): HeaderTensor {
  const entry = check(tensorSchema, value, at);
  const [begin, end] = entry.data_offsets;
  const count = countElements(entry.shape, `${at}.shape`);
  const dtype = isRead(entry.dtype) ? dtypes[entry.dtype] : undefined;
  const named = { name, type: entry.dtype, shape: entry.shape, begin, end };
  if (dtype === undefined) {
    if (end >= begin) return named;
    throw malformed(at, `data_offsets [${begin}, ${end}] span ${end - begin} bytes`);
  }
  const bytes = count * elementTypes[dtype].bytes;
  if (end - begin !== bytes) {
    const got = `data_offsets [${begin}, ${end}] span ${end - begin} bytes`;
    throw malformed(at, `${got}, but shape ${printShape(entry.shape)} of ${entry.dtype} takes ${bytes}`);
  }
  return { ...named, dtype };
}

const isRead = (type: string): type is keyof typeof dtypes => Object.hasOwn(dtypes, type);

/** `__metadata__` maps strings to strings. */
function readMetadata(value: unknown, at: string): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(at, 'must be an object');
  const texts = new Map<string, string>();
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw malformed(`${at}.${printName(key)}`, 'must be a string');
    texts.set(key, text);
  }
  return texts;
}

/** The tensors, in order of place, must follow each other from 0 to the end of the data. */
function checkCoverage(tensors: readonly HeaderTensor[], dataBytes: number, at: string): void {
  let covered = 0;
  let previous = 'the start of the data';
  for (const { name, begin, end } of [...tensors].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    const field = `${at}.${printName(name)}.data_offsets`;
    if (end > dataBytes) {
      throw malformed(
        field,
        `[${begin}, ${end}] reaches beyond the ${dataBytes} bytes of data`,
        'the download may be cut short: fetch it again',
      );
    }
    if (begin < covered)
      throw malformed(field, `[${begin}, ${end}] overlaps ${previous}, which ends at ${covered}`);
    if (begin > covered) {
      throw malformed(field, `[${begin}, ${end}] leaves a gap after ${previous}, which ends at ${covered}`);
    }
    covered = end;
    previous = printName(name);
  }
  if (covered !== dataBytes) {
    throw malformed(at, `the tensors end at byte ${covered} of the data, which has ${dataBytes}`);
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown, at: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = [at, ...(issue?.path ?? []).map(part => printName(String(part)))].join('.');
  throw malformed(field, issue?.message ?? 'is not as the format says');
}

function malformed(at: string, problem: string, fix?: string): UserError {
  return new UserError('checkpoint-malformed', problem, fix === undefined ? { at } : { at, fix });
}
