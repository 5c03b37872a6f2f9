/**
 * PyTorch's zip format, the default since 1.6 (`_save` in torch/serialization.py): `NAME/data.pkl` holds the
 * pickle, `NAME/data/KEY` the bytes of each storage, `NAME/byteorder` their order in newer files.
 */

import { UserError } from '../../errors.ts';
import { printName } from '../../names.ts';
import type { ByteSource, FileBytes } from '../bytes.ts';
import type { StateDict } from '../types.ts';
import { openArchive } from './archive.ts';
import { Cursor } from './cursor.ts';
import { readStateDicts } from './state-dict.ts';
import { readStorage } from './storage.ts';
import { unpickle } from './unpickle.ts';
import type { StorageRef } from './values.ts';

/** The names and shapes of a network take about 200 bytes a tensor. */
export const maxPickleBytes = 32 << 20;

/**
 * The state_dicts of an open zip checkpoint; only the directory and the pickle are read.
 *
 * @throws UserError naming the file and the part of it that is wrong
 */
export async function readZipCheckpoint(file: FileBytes): Promise<StateDict[]> {
  const entries = await openArchive(file);
  const root = findRoot(entries, file.file);
  const { entry: pickle, at } = required(entries, `${root}/data.pkl`, file.file);
  if (pickle.length > maxPickleBytes) {
    throw malformed(at, `${pickle.length} bytes of pickle: at most ${maxPickleBytes} are read`);
  }
  await checkByteOrder(entries.get(`${root}/byteorder`), `${file.file}: ${root}/byteorder`);
  const read = await pickle.open();
  const cursor = new Cursor(await read(0, pickle.length), at);
  return readStateDicts(unpickle(cursor, readStorage), storageOf, file.file);

  function storageOf({ key, type, elements }: StorageRef): ByteSource {
    const { entry, at } = required(entries, `${root}/data/${key}`, file.file);
    if (type.bytes !== undefined && entry.length !== elements * type.bytes) {
      throw malformed(at, `${entry.length} bytes, but the pickle says ${elements} elements of ${type.name}`);
    }
    return entry;
  }
}

/** The folder that every entry is in. */
function findRoot(entries: ReadonlyMap<string, ByteSource>, file: string): string {
  const roots = [...entries.keys()]
    .filter(name => /^[^/]+\/data\.pkl$/.test(name))
    .map(name => name.slice(0, -9));
  const [root] = roots;
  if (root === undefined || roots.length > 1) {
    const problem = `a zip archive with ${roots.length} entries NAME/data.pkl, where PyTorch writes one`;
    throw new UserError('checkpoint-format', problem, { at: file, fix: 'give a file that torch.save wrote' });
  }
  // As torch.load tells them apart.
  if (entries.has(`${root}/constants.pkl`)) {
    throw new UserError('checkpoint-format', 'a TorchScript archive, not a checkpoint', {
      at: file,
      fix: 'in Python: torch.save(torch.jit.load(file).state_dict(), other)',
    });
  }
  return root;
}

function required(entries: ReadonlyMap<string, ByteSource>, name: string, file: string) {
  const at = `${file}: ${printName(name)}`;
  const entry = entries.get(name);
  if (entry === undefined) throw malformed(at, 'the archive has no such entry');
  return { entry, at };
}

async function checkByteOrder(entry: ByteSource | undefined, at: string): Promise<void> {
  if (entry === undefined) return;
  const read = await entry.open();
  const order = new TextDecoder().decode(await read(0, Math.min(entry.length, 16)));
  if (order !== 'little') throw malformed(at, `byte order ${printName(order)}: only little is read`);
}

function malformed(at: string, problem: string): UserError {
  return new UserError('checkpoint-malformed', problem, { at });
}
