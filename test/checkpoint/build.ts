/** Builds checkpoint files byte by byte, as no honest writer would. */

import { deflateRawSync } from 'node:zlib';

/** A safetensors file: `header` as JSON text or a value to print, then the data. */
export function safetensors(header: unknown, dataBytes = 0, length?: bigint): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  return Buffer.concat([u64(length ?? BigInt(text.length)), text, Buffer.alloc(dataBytes)]);
}

/** A header entry. */
export function entry(shape: unknown, begin: unknown, end: unknown, dtype: unknown = 'F32') {
  return { dtype, shape, data_offsets: [begin, end] };
}

/** Opcodes of a pickle, as text of one byte a character. */
export const op = {
  start: '\x80\x02',
  str: (value: string) => {
    const bytes = Buffer.from(value);
    return `X${u32(bytes.length).toString('latin1')}${bytes.toString('latin1')}`;
  },
  int: (value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return `\x8a\x08${bytes.toString('latin1')}`;
  },
  global: (module: string, name: string) => `c${module}\n${name}\n`,
  tuple: (...items: string[]) => `(${items.join('')}t`,
  /** Key, value, key, value … */
  dict: (...items: string[]) => `}(${items.join('')}u`,
  call: (callee: string, ...args: string[]) => `${callee}${op.tuple(...args)}R`,
  storage: (key: string, elements: number, type = 'FloatStorage', ...view: string[]) =>
    `${op.tuple(op.str('storage'), op.global('torch', type), op.str(key), op.str('cpu'), op.int(elements), ...view)}Q`,
  tensor: (storage: string, offset: number, shape: readonly number[], strides: readonly number[]) =>
    op.call(
      op.global('torch._utils', '_rebuild_tensor_v2'),
      storage,
      op.int(offset),
      op.tuple(...shape.map(op.int)),
      op.tuple(...strides.map(op.int)),
      '\x89',
      '}',
    ),
};

const storage = op.storage('0', 6);
const tensor = op.tensor(storage, 0, [2, 3], [3, 1]);

/** A storage `0` of 6 floats, a 2 by 3 tensor in it, and a state_dict of that tensor as `w`. */
export const sample = { storage, tensor, object: op.dict(op.str('w'), tensor) };

/** A list in a list in a list …, deep enough to overflow the stack of whatever recurses into it. */
export const nestedLists = `${']'.repeat(300_000)}${'a'.repeat(299_999)}`;

/** A pickle of one value. */
export function pickle(...opcodes: string[]): Buffer {
  return Buffer.from(`${op.start}${opcodes.join('')}.`, 'latin1');
}

export interface ZipEntry {
  readonly name: string;
  readonly data: Uint8Array;
  readonly deflate?: boolean;
  /** What the directory claims, where that is not the truth. */
  readonly claimedSize?: number;
  readonly method?: number;
  readonly flags?: number;
  /** What its own header says, where the directory says something else. */
  readonly own?: { readonly name?: string; readonly method?: number; readonly size?: number };
  /** Bytes by which the directory places it before where it is. */
  readonly back?: number;
}

/** A zip file of those entries, in that order. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let position = 0;
  for (const { name, data, deflate = false, claimedSize, method, flags = 0, own, back = 0 } of entries) {
    const bytes = deflate ? deflateRawSync(data) : data;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method ?? (deflate ? 8 : 0), 4);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(claimedSize ?? data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const header = Buffer.from(fields);
    const ownName = Buffer.from(own?.name ?? name);
    header.writeUInt16LE(own?.method ?? fields.readUInt16LE(4), 4);
    header.writeUInt32LE(own?.size ?? fields.readUInt32LE(18), 18);
    header.writeUInt16LE(ownName.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), header, ownName, bytes]);
    const placed = Buffer.alloc(14);
    placed.writeUInt32LE(position - back, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, placed, Buffer.from(name)]));
    files.push(local);
    position += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(position, 16);
  return Buffer.concat([...files, ...directory, end]);
}

/** A zip checkpoint of that pickle, with a storage `0` of `floats` float32 zeros. */
export function zipCheckpoint(data: Uint8Array, floats = 6, ...more: ZipEntry[]): Buffer {
  return zip([
    { name: 'archive/data.pkl', data },
    { name: 'archive/data/0', data: new Uint8Array(floats * 4) },
    ...more,
  ]);
}

/** A legacy checkpoint: the object, the keys of its storages, and each storage as its size and bytes. */
export function legacyCheckpoint(object: string, keys: string, storages: Uint8Array, facts = '\x88'): Buffer {
  return Buffer.concat([
    pickle('\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19'),
    pickle('M\xe9\x03'),
    pickle(op.dict(op.str('little_endian'), facts)),
    pickle(object),
    pickle(keys),
    storages,
  ]);
}

/** A legacy storage of float32 zeros. */
export function legacyStorage(floats: number, claimed = floats): Buffer {
  return Buffer.concat([u64(BigInt(claimed)), Buffer.alloc(floats * 4)]);
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
