/** Opens a checkpoint in whichever format its first bytes show; names and extensions prove nothing. */

import { UserError } from '../errors.ts';
import { type FileBytes, openFile } from './bytes.ts';
import { readLegacyCheckpoint } from './pytorch/legacy.ts';
import { readZipCheckpoint } from './pytorch/zip.ts';
import { readSafetensors } from './safetensors/read.ts';
import type { Checkpoint, StateDict } from './types.ts';

/** `MAGIC_NUMBER` in torch/serialization.py, the first thing that its legacy files hold, as a pickle has it. */
const legacyMagic = Buffer.from('8a0a6cfc9c46f9206aa850192e', 'hex');

interface Format {
  readonly name: Checkpoint['format'];
  readonly matches: (start: Buffer) => boolean;
  readonly read: (file: FileBytes) => Promise<StateDict[]>;
}

const formats: readonly Format[] = [
  { name: 'pytorch', matches: start => startsWith(start, 'PK\x03\x04'), read: readZipCheckpoint },
  {
    name: 'pytorch',
    matches: start => start[0] === 0x80 && start.subarray(0, 32).includes(legacyMagic),
    read: readLegacyCheckpoint,
  },
  // The header's JSON begins right after its length.
  { name: 'safetensors', matches: start => start[8] === 0x7b, read: readSafetensors },
];

const fetchAgain = 'the download gave an error page or a stand-in: fetch the file itself';

/** What is often given by mistake: how its bytes begin, what it is, and what to do. */
const mistakes: readonly (readonly [start: string | RegExp, what: string, fix: string])[] = [
  ['version https://git-lfs', 'a Git LFS pointer', 'fetch the file itself: git lfs pull'],
  [/^(\xef\xbb\xbf)?\s*</, 'a web page', fetchAgain],
  [/^\s*\{/, 'JSON text', 'if it is the index of a sharded checkpoint, merge the shards into one file'],
  ['\x1f\x8b', 'gzip data', 'unpack it first: gunzip, or tar -xzf'],
  ['BZh', 'bzip2 data', 'unpack it first: bunzip2, or tar -xjf'],
  ['\xfd7zXZ', 'xz data', 'unpack it first: unxz, or tar -xJf'],
  ['(\xb5/\xfd', 'zstd data', 'unpack it first: unzstd'],
  ['7z\xbc\xaf', '7-Zip data', 'unpack it first'],
  [
    /^.{257}ustar/s,
    'a tar archive',
    'give a file from it (tar -xf); if PyTorch before 0.2 wrote it, load it there and save its state_dict',
  ],
  ['\x93NUMPY', 'a NumPy array', 'save the tensors in Python: torch.save(state_dict, file)'],
  ['\x89HDF', 'HDF5 data, as Keras writes it', 'save the tensors in Python: torch.save(state_dict, file)'],
  ['PK\x05\x06', 'a zip archive without entries', 'give a file that torch.save wrote'],
  [
    '\x80',
    'a pickle that torch.save did not write',
    'save it in Python: torch.save(model.state_dict(), file)',
  ],
  [/^[\t\n\r\x20-\x7e]{8}/, 'text', fetchAgain],
];

/** Of a file's start, for `mistakes`: tar names itself at byte 257. */
const startBytes = 512;

/**
 * Opens a safetensors file or a PyTorch checkpoint (zip, or the format before 1.6), and reads the names and shapes
 * of its tensors. Their values are read later, one tensor at a time. Close the checkpoint after use.
 *
 * Formats: https://github.com/huggingface/safetensors#format; torch/serialization.py.
 *
 * @throws UserError if the file cannot be opened, is neither format, or breaks its format; the message names the
 *   file and the field. Nothing that a pickle names is ever run.
 */
export async function openCheckpoint(file: string): Promise<Checkpoint> {
  const bytes = await openFile(file);
  try {
    const start = Buffer.from(await bytes.read(0, Math.min(bytes.length, startBytes)));
    const format = formats.find(({ matches }) => matches(start));
    if (format === undefined) throw unrecognised(file, start);
    const stateDicts = await format.read(bytes);
    return { file, format: format.name, stateDicts, close: () => bytes.close() };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

function startsWith(bytes: Buffer, text: string): boolean {
  return bytes.toString('latin1', 0, text.length) === text;
}

const isAt = (begin: string | RegExp, text: string): boolean =>
  typeof begin === 'string' ? text.startsWith(begin) : begin.test(text);

function unrecognised(file: string, start: Buffer): UserError {
  const text = start.toString('latin1');
  const [, what, fix] = mistakes.find(([begin]) => isAt(begin, text)) ?? [];
  const held =
    what ?? (start.length === 0 ? 'empty' : `of unknown format (it starts with bytes ${hex(start)})`);
  return new UserError('checkpoint-format', `neither safetensors nor a PyTorch checkpoint: it is ${held}`, {
    at: file,
    fix:
      fix ??
      (start.length === 0
        ? 'fetch or save the file again'
        : 'give a .safetensors file, or a .pth or .pt file that torch.save wrote'),
  });
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex', 0, 8).replace(/..(?=.)/g, '$& ');
}
