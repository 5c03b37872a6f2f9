/**
 * The only names of a pickle that mean anything here, and what calling them builds. A pickle is a program that can
 * call any Python function by its name; here a name is a key of this table, and any other stands for nothing but
 * itself: what it would make is an opaque value.
 * Names from torch/_utils.py, torch/_tensor.py and torch/serialization.py (`_legacy_save`, `_save`).
 */

import { type ElementType, elementTypes } from '../element-types.ts';
import {
  type Copy,
  type Global,
  isKind,
  type PickleValue,
  type StoredElements,
  type TensorRef,
} from './values.ts';

type Build = NonNullable<Global['build']>;

/** Each builder gives `undefined` for arguments that are not as Python and PyTorch write them. */
const builders: Readonly<Record<string, Build>> = {
  'collections.OrderedDict': orderedDict,
  // Its argument makes what is missing; nothing is missing in a file.
  'collections.defaultdict': () => new Map(),
  // Members are all that is asked of sets. Python 2's names are what protocol 2 writes.
  'builtins.set': collection,
  '__builtin__.set': collection,
  'builtins.frozenset': collection,
  '__builtin__.frozenset': collection,
  'torch.Size': ([sizes]) =>
    isKind(sizes, 'tuple') || Array.isArray(sizes) ? tuple(itemsOf(sizes)) : undefined,
  'torch._utils._rebuild_tensor': tensor,
  // Further arguments: requires_grad, backward_hooks, metadata. They do not change the values.
  'torch._utils._rebuild_tensor_v2': tensor,
  // The same of a storage without a type: requires_grad, backward_hooks, and then the type.
  'torch._utils._rebuild_tensor_v3': typedTensor,
  // Further arguments: requires_grad, backward_hooks, and the attributes that someone gave it.
  'torch._utils._rebuild_parameter': firstTensor,
  'torch._utils._rebuild_parameter_with_state': firstTensor,
  'torch.nn.parameter.Parameter': firstTensor,
  'torch.nn.parameter.Buffer': firstTensor,
  // A tensor of a subclass, or with attributes of its own: how it is built, its class, arguments, attributes.
  'torch._tensor._rebuild_from_type': ofType,
  'torch._tensor._rebuild_from_type_v2': ofType,
};

const storages: Readonly<Record<string, StoredElements>> = {
  DoubleStorage: elementsOf('float64'),
  FloatStorage: elementsOf('float32'),
  HalfStorage: elementsOf('float16'),
  BFloat16Storage: elementsOf('bfloat16'),
  LongStorage: elementsOf('int64'),
  IntStorage: elementsOf('int32'),
  ShortStorage: elementsOf('int16'),
  CharStorage: elementsOf('int8'),
  ByteStorage: elementsOf('uint8'),
  BoolStorage: elementsOf('bool'),
  UntypedStorage: elementsOf('uint8'),
  // Not read; their sizes tell where the next storage of a legacy file begins.
  ComplexFloatStorage: { bytes: 8, name: 'complex64' },
  ComplexDoubleStorage: { bytes: 16, name: 'complex128' },
  QInt8Storage: { bytes: 1, name: 'qint8' },
  QUInt8Storage: { bytes: 1, name: 'quint8' },
  QInt32Storage: { bytes: 4, name: 'qint32' },
  QUInt4x2Storage: { bytes: 1, name: 'quint4x2' },
  QUInt2x4Storage: { bytes: 1, name: 'quint2x4' },
};

const globals: ReadonlyMap<string, Global> = new Map<string, Global>([
  ...Object.entries(builders).map(([name, build]): [string, Global] => [
    name,
    { kind: 'global', name, build },
  ]),
  ...Object.entries(storages).flatMap(([storage, elements]) =>
    // Files from before PyTorch 0.4 name the device's own storage type; newer ones the module that has it.
    [`torch.${storage}`, `torch.cuda.${storage}`, `torch.storage.${storage}`].map(
      (name): [string, Global] => [name, { kind: 'global', name, elements }],
    ),
  ),
]);

/** The global of that name. */
export function findGlobal(module: string, name: string): Global {
  const whole = `${module}.${name}`;
  return globals.get(whole) ?? { kind: 'global', name: whole };
}

function elementsOf(dtype: ElementType): StoredElements {
  return { bytes: elementTypes[dtype].bytes, dtype, name: dtype };
}

/** Python 3 calls it without arguments and sets the items; Python 2 gave it a list of pairs. */
function orderedDict([pairs]: readonly PickleValue[], copy: Copy): PickleValue | undefined {
  if (pairs === undefined) return new Map();
  if (!Array.isArray(pairs)) return undefined;
  copy(pairs.length);
  const entries: [PickleValue, PickleValue][] = [];
  for (const pair of pairs) {
    const [key, value] = isKind(pair, 'tuple') || Array.isArray(pair) ? itemsOf(pair) : [];
    if (key === undefined || value === undefined) return undefined;
    entries.push([key, value]);
  }
  const map = new Map(entries);
  return map.size === entries.length ? map : undefined;
}

function collection([items]: readonly PickleValue[]): PickleValue | undefined {
  if (items === undefined) return tuple([]);
  return isKind(items, 'tuple') || Array.isArray(items) ? tuple(itemsOf(items)) : undefined;
}

function tensor([storage, offset, size, strides]: readonly PickleValue[], copy: Copy): TensorRef | undefined {
  if (!isKind(storage, 'storage') || typeof offset !== 'number') return undefined;
  const shape = numbersOf(size, copy);
  const steps = numbersOf(strides, copy);
  if (shape === undefined || steps === undefined) return undefined;
  return { kind: 'tensor', storage, type: storage.type, offset, shape, strides: steps };
}

function typedTensor(args: readonly PickleValue[], copy: Copy): TensorRef | undefined {
  const made = tensor(args, copy);
  const dtype = args[6];
  if (made === undefined || !isKind(dtype, 'global')) return undefined;
  const name = dtype.name.replace(/^torch\./, '');
  return { ...made, type: isElementType(name) ? elementsOf(name) : { name } };
}

const isElementType = (name: string): name is ElementType => Object.hasOwn(elementTypes, name);

function firstTensor([data]: readonly PickleValue[]): PickleValue | undefined {
  return isKind(data, 'tensor') || isKind(data, 'opaque') ? data : undefined;
}

function ofType([build, , args]: readonly PickleValue[], copy: Copy): PickleValue | undefined {
  if (!isKind(build, 'global') || !isKind(args, 'tuple')) return undefined;
  // Itself would be a chain as long as the file.
  if (build.build === ofType) return undefined;
  return build.build === undefined ? { kind: 'opaque', name: build.name } : build.build(args.items, copy);
}

function numbersOf(value: PickleValue | undefined, copy: Copy): number[] | undefined {
  if (!isKind(value, 'tuple')) return undefined;
  copy(value.items.length);
  const numbers = value.items.filter(item => typeof item === 'number');
  return numbers.length === value.items.length ? numbers : undefined;
}

function itemsOf(value: PickleValue[] | { readonly items: readonly PickleValue[] }): readonly PickleValue[] {
  return Array.isArray(value) ? value : value.items;
}

function tuple(items: readonly PickleValue[]): PickleValue {
  return { kind: 'tuple', items };
}
