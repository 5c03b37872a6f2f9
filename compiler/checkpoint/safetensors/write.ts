/**
 * Writes safetensors files (https://github.com/huggingface/safetensors#format): equal tensors give equal bytes.
 * The header is written before any data is produced, so that weights never have to be in memory together.
 */

import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { invariant, UserError } from '../../errors.ts';
import { elementCount } from '../../shape.ts';

/** A float32 tensor to write: its name and shape now, its values when their turn comes. */
export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major values, or what makes them; called once, in the order of the tensors. */
  readonly data: Float32Array | (() => Float32Array | Promise<Float32Array>);
}

const pieceElements = 1 << 18;

/**
 * Writes `tensors` in the order given, beside `file` first and then renamed, so that `file` is whole or untouched.
 *
 * @param tensors - read to the end before anything is written; give `data` as functions to make values lazily
 * @param metadata - strings for the header's `__metadata__`
 * @throws UserError if the file cannot be written
 */
export async function writeSafetensors(
  file: string,
  tensors: Iterable<TensorToWrite> | AsyncIterable<TensorToWrite>,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  const list: TensorToWrite[] = [];
  for await (const tensor of tensors) list.push(tensor);
  const header = encodeHeader(list, metadata);
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await writing(file, open(beside, 'wx'));
    try {
      await writing(file, handle.writeFile(header));
      for (const tensor of list) await writeTensor(handle, file, tensor);
    } finally {
      await handle.close();
    }
    await writing(file, rename(beside, file));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Length and JSON, padded with spaces so that the data starts at a multiple of 8. */
function encodeHeader(
  tensors: readonly TensorToWrite[],
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const header = new Map<string, unknown>();
  if (metadata !== undefined) header.set('__metadata__', metadata);
  let begin = 0;
  for (const { name, shape } of tensors) {
    invariant(name !== '__metadata__' && !header.has(name), `tensor name ${name} is reserved or used twice`);
    const end = begin + elementCount(shape) * 4;
    invariant(
      shape.every(size => size >= 0) && Number.isSafeInteger(end),
      `tensor ${name} has shape [${shape}]`,
    );
    header.set(name, { dtype: 'F32', shape, data_offsets: [begin, end] });
    begin = end;
  }
  // fromEntries defines own properties, whatever the names: `__proto__` is a name like any other.
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(json, 8);
  return bytes;
}

async function writeTensor(handle: FileHandle, file: string, tensor: TensorToWrite): Promise<void> {
  const data = typeof tensor.data === 'function' ? await tensor.data() : tensor.data;
  const count = elementCount(tensor.shape);
  invariant(data.length === count, `tensor ${tensor.name} has ${data.length} values for ${count} elements`);
  for (let start = 0; start < count; start += pieceElements) {
    await writing(file, handle.writeFile(littleEndian(data.subarray(start, start + pieceElements))));
  }
}

function littleEndian(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    view.setFloat32(index * 4, value, true);
  });
  return bytes;
}

/** Only the file system's errors are the reader's to mend; what `data` throws passes through as it is. */
async function writing<T>(file: string, step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError('checkpoint-write', `cannot be written: ${reason}`, { at: file, cause });
  }
}
