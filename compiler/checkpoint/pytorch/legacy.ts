/**
 * PyTorch's format before 1.6 (`_legacy_save` in torch/serialization.py): five pickles in a row (a magic number, a
 * version, facts of the machine, the object, the keys of its storages), then for each key, in that order, the
 * number of elements as an int64, and the elements.
 */

import { UserError } from '../../errors.ts';
import { printName } from '../../names.ts';
import { type ByteSource, type FileBytes, partOf } from '../bytes.ts';
import type { StateDict } from '../types.ts';
import { Cursor } from './cursor.ts';
import { readStateDicts } from './state-dict.ts';
import { readStorage } from './storage.ts';
import { unpickle } from './unpickle.ts';
import { type PickleValue, printValue, type StorageRef } from './values.ts';
import { maxPickleBytes } from './zip.ts';

const protocolVersion = 1001;
/** What is read of the file at first; the pickles of most networks fit. */
const firstPrefix = 1 << 18;

interface Pickles {
  readonly root: PickleValue;
  readonly keys: readonly PickleValue[];
  readonly storages: ReadonlyMap<string, StorageRef>;
  /** Where the storages begin. */
  readonly end: number;
}

/**
 * The state_dicts of an open legacy checkpoint; only the pickles and the storages' sizes are read.
 *
 * @throws UserError naming the file and the part of it that is wrong
 */
export async function readLegacyCheckpoint(file: FileBytes): Promise<StateDict[]> {
  const pickles = await readPickles(file);
  const storages = await placeStorages(file, pickles);
  return readStateDicts(pickles.root, storageOf, file.file);

  function storageOf({ key }: StorageRef, at: string): ByteSource {
    const storage = storages.get(key);
    if (storage === undefined) throw malformed(at, `its storage ${printName(key)} is not in the file`);
    return storage;
  }
}

/** Nothing says how long the pickles are: read more of the file while they end too soon. */
async function readPickles(file: FileBytes): Promise<Pickles> {
  const most = Math.min(file.length, maxPickleBytes);
  for (let length = Math.min(firstPrefix, most); ; length = Math.min(length * 4, most)) {
    try {
      return parsePickles(await file.read(0, length), file.file);
    } catch (error) {
      const more = error instanceof UserError && error.code === 'checkpoint-truncated' && length < most;
      if (!more) throw error;
    }
  }
}

function parsePickles(bytes: Uint8Array, file: string): Pickles {
  const cursor = new Cursor(bytes, `${file}: pickle`);
  const storages = new Map<string, StorageRef>();
  const none = () => undefined;
  unpickle(cursor, none); // the magic number, which told the format
  if (unpickle(cursor, none) !== protocolVersion) {
    throw malformed(cursor.at, `the second pickle is not the version ${protocolVersion}`);
  }
  const machine = unpickle(cursor, none);
  if (!(machine instanceof Map) || machine.get('little_endian') !== true) {
    throw malformed(cursor.at, 'was written on a big-endian machine: only little-endian files are read');
  }
  const root = unpickle(cursor, id => {
    const storage = readStorage(id);
    if (storage === undefined) return undefined;
    const before = storages.get(storage.key);
    if (
      before !== undefined &&
      (before.type.name !== storage.type.name || before.elements !== storage.elements)
    ) {
      throw cursor.malformed(`the storage ${printName(storage.key)} is described in two ways`);
    }
    storages.set(storage.key, storage);
    return storage;
  });
  const keys = unpickle(cursor, none);
  if (!Array.isArray(keys)) throw malformed(cursor.at, 'the fifth pickle is not the list of storages');
  return { root, keys, storages, end: cursor.position };
}

/** Finds each storage from the sizes of those before it. */
async function placeStorages(
  file: FileBytes,
  { keys, storages, end }: Pickles,
): Promise<Map<string, ByteSource>> {
  const placed = new Map<string, ByteSource>();
  let position = end;
  for (const key of keys) {
    const at = `${file.file}: storage ${printValue(key)}`;
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (storage === undefined || placed.has(storage.key)) {
      throw malformed(at, 'is listed, but no tensor uses it, or it is listed twice');
    }
    if (position + 8 > file.length)
      throw truncated(at, `starts at byte ${position} of a file of ${file.length}`);
    const size = await file.read(position, 8);
    const elements = Number(new DataView(size.buffer).getBigInt64(0, true));
    if (elements !== storage.elements) {
      throw malformed(at, `has ${elements} elements, but the pickle says ${storage.elements}`);
    }
    if (storage.type.bytes === undefined) {
      throw malformed(at, `has elements of ${printName(storage.type.name)}, of unknown size`);
    }
    const bytes = elements * storage.type.bytes;
    position += 8;
    if (bytes > file.length - position) {
      throw truncated(at, `${bytes} bytes from ${position} reach beyond the file's ${file.length}`);
    }
    placed.set(storage.key, partOf(file, position, bytes));
    position += bytes;
  }
  return placed;
}

function truncated(at: string, problem: string): UserError {
  return new UserError('checkpoint-truncated', problem, {
    at,
    fix: 'the download may be cut short: fetch it again',
  });
}

function malformed(at: string, problem: string): UserError {
  return new UserError('checkpoint-malformed', problem, { at });
}
