/** Reads safetensors files (https://github.com/huggingface/safetensors#format). */

import { printName } from '../../names.ts';
import { stridesOf } from '../../shape.ts';
import { type FileBytes, partOf } from '../bytes.ts';
import { viewTensor } from '../tensor-view.ts';
import type { CheckpointTensor, StateDict, Unreadable } from '../types.ts';
import { readHeader } from './header.ts';

/**
 * The tensors of an open safetensors file, as its one state_dict; only the header is read.
 *
 * @throws UserError naming the file and the field that breaks the format
 */
export async function readSafetensors(file: FileBytes): Promise<StateDict[]> {
  const header = await readHeader(file);
  const tensors = new Map<string, CheckpointTensor>();
  const unreadable = new Map<string, Unreadable>();
  for (const { name, type, dtype, shape, begin, end } of header.tensors) {
    if (dtype === undefined) {
      unreadable.set(name, { what: `a tensor of ${type}`, isTensor: true });
      continue;
    }
    const storage = partOf(file, header.dataStart + begin, end - begin);
    const stored = { name, dtype, shape, strides: stridesOf(shape), offset: 0, storage };
    tensors.set(name, viewTensor(stored, `${file.file}: ${printName(name)}`));
  }
  // `save_model` of safetensors keeps one of several tensors that share memory, and the others' names here.
  const aliases = new Map(
    [...header.metadata].filter(([other, name]) => tensors.has(name) && !tensors.has(other)),
  );
  return [{ key: '', isUsual: true, tensors, unreadable, aliases }];
}
