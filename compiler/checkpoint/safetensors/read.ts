/** Reads safetensors files (https://github.com/huggingface/safetensors#format). */

import { printName } from '../../names.ts';
import { stridesOf } from '../../shape.ts';
import { type FileBytes, partOf } from '../bytes.ts';
import { viewTensor } from '../tensor-view.ts';
import type { CheckpointTensor } from '../types.ts';
import { readHeader } from './header.ts';

/**
 * The tensors of an open safetensors file; only the header is read.
 *
 * @throws UserError naming the file and the field that breaks the format
 */
export async function readSafetensors(file: FileBytes): Promise<Map<string, CheckpointTensor>> {
  const { tensors, dataStart } = await readHeader(file);
  return new Map(
    tensors.map(({ name, dtype, shape, begin, end }) => {
      const storage = partOf(file, dataStart + begin, end - begin);
      const stored = { name, dtype, shape, strides: stridesOf(shape), offset: 0, storage };
      return [name, viewTensor(stored, `${file.file}: ${printName(name)}`)];
    }),
  );
}
