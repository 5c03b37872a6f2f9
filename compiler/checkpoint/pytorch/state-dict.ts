/**
 * Finds the state_dict in what a PyTorch file holds: at the top, or under one of the names that training scripts
 * give it, beside the optimizer's state and the epoch.
 */

import { UserError } from '../../errors.ts';
import { printName, printSome } from '../../names.ts';
import { type ByteSource, partOf } from '../bytes.ts';
import { elementTypes } from '../element-types.ts';
import { viewTensor } from '../tensor-view.ts';
import type { CheckpointTensor } from '../types.ts';
import { isKind, type PickleValue, printValue, type StorageRef, type TensorRef, typeName } from './values.ts';

/** In order of preference. */
const usualKeys = [
  'state_dict',
  'model_state_dict',
  'model',
  'net',
  'network',
  'module',
  'weights',
  'params',
];
const maxDepth = 4;

type Dict = ReadonlyMap<PickleValue, PickleValue>;

/**
 * The tensors of the state_dict in `root`.
 *
 * @param storageOf - the bytes of a storage
 * @throws UserError if there is no state_dict, or a tensor of it is not inside its storage
 */
export function readStateDict(
  root: PickleValue,
  storageOf: (storage: StorageRef, at: string) => ByteSource,
  file: string,
): Map<string, CheckpointTensor> {
  const tensors = new Map<string, CheckpointTensor>();
  for (const [name, value] of findStateDict(root, file)) {
    if (typeof name !== 'string' || !isKind(value, 'tensor')) continue;
    const at = `${file}: ${printName(name)}`;
    const { storage } = value;
    tensors.set(name, view(name, value, wholeStorage(storage, storageOf(storage, at)), at));
  }
  return tensors;
}

function view(name: string, ref: TensorRef, storage: ByteSource, at: string): CheckpointTensor {
  const { shape, strides, offset } = ref;
  return viewTensor({ name, dtype: ref.storage.dtype, shape, strides, offset, storage }, at);
}

function wholeStorage({ dtype, elements, start }: StorageRef, bytes: ByteSource): ByteSource {
  const size = elementTypes[dtype].bytes;
  return partOf(bytes, start * size, (elements - start) * size);
}

/** Goes down while the dict at hand has no tensors of its own. */
function findStateDict(root: PickleValue, file: string): Dict {
  let value = root;
  for (let depth = 0; depth < maxDepth && value instanceof Map; depth++) {
    if (hasTensors(value)) return value;
    const next = usualKeys.map(key => (value instanceof Map ? value.get(key) : undefined)).find(isDict);
    if (next === undefined) break;
    value = next;
  }
  const keys = value instanceof Map ? [...value.keys()].map(printValue) : [];
  const held = keys.length === 0 ? typeName(value) : `a dict of ${printSome(keys, 8)}`;
  throw new UserError('checkpoint-malformed', `holds ${held}, in which no state_dict was found`, {
    at: file,
    fix: 'save the tensors alone in Python: torch.save(model.state_dict(), file)',
  });
}

function isDict(value: PickleValue | undefined): value is Map<PickleValue, PickleValue> {
  return value instanceof Map;
}

function hasTensors(dict: Dict): boolean {
  for (const value of dict.values()) if (isKind(value, 'tensor')) return true;
  return false;
}
