/**
 * Random access to the bytes of a checkpoint. Nothing is read before it is asked for, and nothing is allocated
 * before the length asked for is known to be in the file.
 */

import { type FileHandle, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { openRegularFile } from '../files/regular.ts';
import { printName, printSome } from '../names.ts';

/** Reads `length` bytes from `start`, both relative to the source that gave the function. */
export type ReadBytes = (start: number, length: number) => Promise<Uint8Array>;

/** A run of bytes somewhere in a file: a safetensors data section, a zip entry, a storage. */
export interface ByteSource {
  readonly length: number;
  /** Makes the bytes readable; where they are compressed, this is when they are inflated. */
  open(): Promise<ReadBytes>;
}

/** An open file of known size. */
export interface FileBytes extends ByteSource {
  readonly file: string;
  readonly read: ReadBytes;
  close(): Promise<void>;
}

/**
 * @throws UserError if the file cannot be opened, or is not a regular file (opening a pipe could wait for ever)
 */
export async function openFile(file: string): Promise<FileBytes> {
  const { handle, size } = await openRegularFile(file, {
    code: 'checkpoint-open',
    fix: await fixFor(file),
  });
  const read: ReadBytes = (start, length) => readAll(handle, file, start, length);
  return { file, length: size, read, open: async () => read, close: () => handle.close() };
}

/** What to give instead; of a folder the files in it that may have been meant. */
async function fixFor(path: string): Promise<string> {
  const inside = await readdir(path).catch(() => []);
  const names = inside.filter(name => /\.(safetensors|pth|pt|bin|ckpt)$/.test(name)).sort();
  if (names.length === 0) return 'give the path of a .safetensors, .pth or .pt file';
  const paths = names.map(name => printName(join(path, name)));
  return `give a file in it: ${printSome(paths, 3)}`;
}

/** The part of a source from `start` on, `length` bytes of it. The caller has checked that it is inside. */
export function partOf(source: ByteSource, start: number, length: number): ByteSource {
  return {
    length,
    open: async () => {
      const read = await source.open();
      return (offset, count) => read(start + offset, count);
    },
  };
}

async function readAll(handle: FileHandle, file: string, start: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, start + filled);
    if (bytesRead === 0) {
      throw new UserError('checkpoint-truncated', `ends at byte ${start + filled} of ${start + length}`, {
        at: file,
      });
    }
    filled += bytesRead;
  }
  return bytes;
}
