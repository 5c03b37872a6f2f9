/**
 * Finds the state_dicts in what a PyTorch file holds: dicts that have tensors, at the top or under the names that
 * training scripts give them, beside the optimizer's state and the epoch. A module that was saved whole has one too:
 * its parameters and buffers are in its attributes, and are read there without building it.
 */

import { UserError } from '../../errors.ts';
import { printName, printSome } from '../../names.ts';
import { printShape } from '../../shape.ts';
import { type ByteSource, partOf } from '../bytes.ts';
import { viewTensor } from '../tensor-view.ts';
import type { CheckpointTensor, StateDict, Unreadable } from '../types.ts';
import {
  isKind,
  type Opaque,
  type PickleValue,
  printValue,
  type StorageRef,
  type TensorRef,
  typeName,
} from './values.ts';

/** What training scripts call the state_dict, or what it is in. */
const usualKeys: ReadonlySet<string> = new Set([
  'state_dict',
  'model_state_dict',
  'model_state',
  'model_dict',
  'model',
  'net',
  'net_state_dict',
  'network',
  'network_state_dict',
  'module',
  'weights',
  'params',
  'parameters',
  'ema',
  'model_ema',
  'ema_model',
  'ema_state_dict',
  'state_dict_ema',
  'model_ema_state_dict',
  'params_ema',
  'averaged_model',
  'shadow',
  'generator',
  'student',
  'teacher',
  'backbone',
  'encoder',
]);
/** Keys and indices on the way to a state_dict. */
const maxDepth = 6;
/** Containers that are looked at, and lists that are looked into: there are better places for a state_dict. */
const mostContainers = 10_000;
const longestList = 64;
/** Of a module that is saved whole. A module reached twice counts twice, and twice as often inside of it. */
const mostEntries = 100_000;
const deepestModule = 64;

type Dict = ReadonlyMap<PickleValue, PickleValue>;
type StorageOf = (storage: StorageRef, at: string) => ByteSource;

/** A dict that has tensors, and where it is. */
interface Found {
  readonly keys: readonly string[];
  readonly entries: ReadonlyMap<string, PickleValue>;
}

/**
 * The state_dicts in `root`, those under usual keys first.
 *
 * @param storageOf - the bytes of a storage
 * @throws UserError if there is none, or a storage of one is not in the file as the pickle says
 */
export function readStateDicts(root: PickleValue, storageOf: StorageOf, file: string): StateDict[] {
  const found = findDicts(root, file);
  if (found.length === 0) throw noStateDict(root, file);
  const read = found.map(({ keys, entries }): StateDict => {
    const tensors = new Map<string, CheckpointTensor>();
    const unreadable = new Map<string, Unreadable>();
    for (const [name, value] of entries) {
      const tensor = isKind(value, 'tensor')
        ? readTensor(name, value, storageOf, `${file}: ${printName(name)}`)
        : { what: typeName(value), isTensor: isTensorLike(value) };
      if ('what' in tensor) unreadable.set(name, tensor);
      else tensors.set(name, tensor);
    }
    const isUsual = keys.every(key => usualKeys.has(key));
    return { key: keys.join('.'), isUsual, tensors, unreadable, aliases: new Map() };
  });
  // What a dict of the file has beside the state_dict is no state_dict, as a rule: `best_acc`.
  const rank = ({ key, isUsual }: StateDict): number => (isUsual && key !== '' ? 0 : isUsual ? 1 : 2);
  return read.sort((a, b) => rank(a) - rank(b));
}

function readTensor(
  name: string,
  ref: TensorRef,
  storageOf: StorageOf,
  at: string,
): CheckpointTensor | Unreadable {
  const { shape, strides, offset, type, storage } = ref;
  const whole = storageOf(storage, at);
  const { dtype } = type;
  if (dtype === undefined) return { what: `a tensor of ${printName(type.name)}`, isTensor: true };
  const size = storage.type.bytes ?? 1;
  const bytes = partOf(whole, storage.start * size, (storage.elements - storage.start) * size);
  try {
    const tensor = viewTensor({ name, dtype, shape, strides, offset, storage: bytes }, at);
    const place = [
      printName(storage.key),
      storage.start,
      dtype,
      offset,
      printShape(shape),
      printShape(strides),
    ];
    return { ...tensor, stored: place.join(' ') };
  } catch (error) {
    // Perhaps nobody needs it.
    if (!(error instanceof UserError)) throw error;
    return { what: `a tensor that is not sound: ${error.problem}`, isTensor: true };
  }
}

/** Whether an opaque value would be a tensor, by what makes it: sparse, quantised, on a device without memory. */
function isTensorLike(value: PickleValue): boolean {
  return isKind(value, 'opaque') && /^torch\._(utils|tensor)\._rebuild_/.test(value.name);
}

/** Looks through dicts, by keys that are text, and short lists, nearest first; each is looked at once. */
function findDicts(root: PickleValue, file: string): Found[] {
  const found: Found[] = [];
  const seen = new Set<PickleValue>([root]);
  const queue: { value: PickleValue; keys: readonly string[] }[] = [{ value: root, keys: [] }];
  // The queue grows as it is gone through.
  for (const { value, keys } of queue) {
    const isModule = isKind(value, 'opaque') && memberOf(value, '_parameters') !== undefined;
    const entries = isModule ? entriesOfModule(value, file) : new Map(childrenOf(value));
    if ([...entries.values()].some(entry => isKind(entry, 'tensor') || isTensorLike(entry))) {
      found.push({ keys, entries });
    }
    if (isModule || keys.length === maxDepth) continue;
    for (const [key, child] of entries) {
      if (seen.has(child) || !isContainer(child) || queue.length === mostContainers) continue;
      seen.add(child);
      queue.push({ value: child, keys: [...keys, key] });
    }
  }
  return found;
}

function isContainer(value: PickleValue): boolean {
  return value instanceof Map || Array.isArray(value) || isKind(value, 'tuple') || isKind(value, 'opaque');
}

/** What a container holds, by keys that are text. */
function childrenOf(value: PickleValue): [string, PickleValue][] {
  const list = isKind(value, 'tuple') ? value.items : value;
  if (Array.isArray(list)) {
    return list.length > longestList
      ? []
      : list.flatMap((item, i): [string, PickleValue][] => (isContainer(item) ? [[String(i), item]] : []));
  }
  // Attributes of an object may be its state_dict's wrapper too: a Namespace, a config.
  const dict = isKind(value, 'opaque') ? (value.items ?? value.state) : value;
  if (!(dict instanceof Map)) return [];
  return [...dict].filter((entry): entry is [string, PickleValue] => typeof entry[0] === 'string');
}

/** An attribute of an object that is a dict. */
function memberOf({ state }: Opaque, name: string): Dict | undefined {
  const member = state instanceof Map ? state.get(name) : undefined;
  if (isKind(member, 'opaque')) return member.items;
  return member instanceof Map ? member : undefined;
}

/**
 * The state_dict of a module (`torch.nn.Module.state_dict`): its parameters and buffers, then those of its members.
 *
 * @throws UserError where it has more than any module has
 */
function entriesOfModule(module: Opaque, file: string): Map<string, PickleValue> {
  const entries = new Map<string, PickleValue>();
  let left = mostEntries;
  const visit = (object: Opaque, prefix: string, depth: number): void => {
    const own = [
      ...(memberOf(object, '_parameters') ?? []),
      ...[...(memberOf(object, '_buffers') ?? [])].filter(([name]) => !isTransient(object, name)),
    ];
    const members = [...(memberOf(object, '_modules') ?? [])];
    left -= own.length + members.length + 1;
    if (left < 0 || depth > deepestModule) {
      const problem = `a module of more than ${mostEntries} entries, or of more than ${deepestModule} levels`;
      throw new UserError('checkpoint-malformed', problem, { at: file, fix: saveStateDict });
    }
    for (const [name, value] of own) {
      if (typeof name === 'string' && value !== null) entries.set(prefix + name, value);
    }
    for (const [name, member] of members) {
      if (typeof name === 'string' && isKind(member, 'opaque')) visit(member, `${prefix}${name}.`, depth + 1);
    }
  };
  visit(module, '', 0);
  return entries;
}

/** Whether a buffer is none of the state_dict. */
function isTransient({ state }: Opaque, name: PickleValue): boolean {
  const names = state instanceof Map ? state.get('_non_persistent_buffers_set') : undefined;
  return (isKind(names, 'tuple') ? names.items : Array.isArray(names) ? names : []).includes(name);
}

const saveStateDict = 'save the tensors alone in Python: torch.save(model.state_dict(), file)';

function noStateDict(root: PickleValue, file: string): UserError {
  const keys = root instanceof Map ? [...root.keys()].map(printValue) : [];
  const held = keys.length === 0 ? typeName(root) : `a dict of ${printSome(keys, 8)}`;
  return new UserError('checkpoint-malformed', `holds ${held}, in which no state_dict was found`, {
    at: file,
    fix: saveStateDict,
  });
}
