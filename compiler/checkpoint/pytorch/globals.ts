/**
 * The only names that a pickle may mention, and what calling them builds. A pickle is a program that can call any
 * Python function by its name; here a name is a key of this table, so nothing else exists to be called.
 * Names from torch/_utils.py and torch/serialization.py (`_legacy_save`, `_save`).
 */

import type { ElementType } from '../element-types.ts';
import { type Global, isKind, type PickleValue, type TensorRef } from './values.ts';

type Build = NonNullable<Global['build']>;

/** Each builder gives `undefined` for arguments that are not as PyTorch writes them. */
const builders: Readonly<Record<string, Build>> = {
  'collections.OrderedDict': orderedDict,
  'torch.Size': ([sizes]) =>
    isKind(sizes, 'tuple') || Array.isArray(sizes) ? tuple(itemsOf(sizes)) : undefined,
  'torch._utils._rebuild_tensor': tensor,
  // Further arguments: requires_grad, backward_hooks, metadata. They do not change the values.
  'torch._utils._rebuild_tensor_v2': tensor,
  // Further arguments: requires_grad, backward_hooks.
  'torch._utils._rebuild_parameter': ([data]) => (isKind(data, 'tensor') ? data : undefined),
};

const storages: Readonly<Record<string, ElementType>> = {
  DoubleStorage: 'float64',
  FloatStorage: 'float32',
  HalfStorage: 'float16',
  BFloat16Storage: 'bfloat16',
  LongStorage: 'int64',
  IntStorage: 'int32',
  ShortStorage: 'int16',
  CharStorage: 'int8',
  ByteStorage: 'uint8',
  BoolStorage: 'bool',
};

const globals: ReadonlyMap<string, Global> = new Map<string, Global>([
  ...Object.entries(builders).map(([name, build]): [string, Global] => [
    name,
    { kind: 'global', name, build },
  ]),
  ...Object.entries(storages).flatMap(([storage, dtype]) =>
    // Files from before PyTorch 0.4 name the device's own storage type.
    [`torch.${storage}`, `torch.cuda.${storage}`].map((name): [string, Global] => [
      name,
      { kind: 'global', name, dtype },
    ]),
  ),
]);

/** The global of that name, or `undefined` where a checkpoint has no business with it. */
export function findGlobal(module: string, name: string): Global | undefined {
  return globals.get(`${module}.${name}`);
}

/** Python 3 calls it without arguments and sets the items; Python 2 gave it a list of pairs. */
function orderedDict([pairs]: readonly PickleValue[]): PickleValue | undefined {
  if (pairs === undefined) return new Map();
  if (!Array.isArray(pairs)) return undefined;
  const entries: [PickleValue, PickleValue][] = [];
  for (const pair of pairs) {
    const [key, value] = isKind(pair, 'tuple') || Array.isArray(pair) ? itemsOf(pair) : [];
    if (key === undefined || value === undefined) return undefined;
    entries.push([key, value]);
  }
  const map = new Map(entries);
  return map.size === entries.length ? map : undefined;
}

function tensor([storage, offset, size, strides]: readonly PickleValue[]): TensorRef | undefined {
  if (!isKind(storage, 'storage') || typeof offset !== 'number') return undefined;
  const shape = numbersOf(size);
  const steps = numbersOf(strides);
  if (shape === undefined || steps === undefined) return undefined;
  return { kind: 'tensor', storage, offset, shape, strides: steps };
}

function numbersOf(value: PickleValue | undefined): number[] | undefined {
  if (!isKind(value, 'tuple')) return undefined;
  const numbers = value.items.filter(item => typeof item === 'number');
  return numbers.length === value.items.length ? numbers : undefined;
}

function itemsOf(value: PickleValue[] | { readonly items: readonly PickleValue[] }): readonly PickleValue[] {
  return Array.isArray(value) ? value : value.items;
}

function tuple(items: readonly PickleValue[]): PickleValue {
  return { kind: 'tuple', items };
}
