/**
 * What a PyTorch pickle may hold, as values of this program. Python's lists are arrays, its dicts are Maps (so a
 * key such as `__proto__` is a key like any other), and everything else that is not a plain value is one of the
 * records below.
 */

import { printName } from '../../names.ts';
import type { ElementType } from '../element-types.ts';

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | Tuple
  | Global
  | StorageRef
  | TensorRef
  | Opaque;

export interface Tuple {
  readonly kind: 'tuple';
  readonly items: readonly PickleValue[];
}

/** A name that a pickle mentions. What is not in the table of globals.ts has nothing but its name. */
export interface Global {
  readonly kind: 'global';
  readonly name: string;
  /** For the storage types: what their elements are. */
  readonly elements?: StoredElements;
  /** What calling it builds; nothing but a value of this type. */
  readonly build?: (args: readonly PickleValue[], copy: Copy) => PickleValue | undefined;
}

/**
 * Called before so many items are copied. A pickle may pass one long list to many calls: what they copy is bounded in
 * all, since each costs it only a few bytes.
 */
export type Copy = (items: number) => void;

/** The elements of a storage. */
export interface StoredElements {
  /** Bytes an element; absent where the type is unknown. */
  readonly bytes?: number;
  /** Absent where they are of a type that is not read. */
  readonly dtype?: ElementType;
  /** For messages, such as `complex64`. */
  readonly name: string;
}

/** Elements that are stored outside the pickle, under `key`. */
export interface StorageRef {
  readonly kind: 'storage';
  readonly type: StoredElements;
  readonly key: string;
  /** Elements of the whole storage. */
  readonly elements: number;
  /** Where a view of the storage starts, in elements; 0 but in old files. */
  readonly start: number;
}

/** A view of a storage, unchecked. */
export interface TensorRef {
  readonly kind: 'tensor';
  readonly storage: StorageRef;
  /** Its elements, where they are other than the storage says. */
  readonly type: StoredElements;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/**
 * What Python would build with code that is not here to be run: an object of some class, the result of some
 * function. It is never built; what the pickle puts into it is kept, for that may be a state_dict or a module's
 * parameters.
 */
export interface Opaque {
  readonly kind: 'opaque';
  /** The class or function, for messages. */
  readonly name: string;
  /** Its attributes, or whatever else its class makes its state of. */
  state?: PickleValue;
  /** Its items, where its class is a kind of dict. */
  items?: Map<PickleValue, PickleValue>;
}

/** Whether the value is one of the records, of the kind named. */
export function isKind<K extends 'tuple' | 'global' | 'storage' | 'tensor' | 'opaque'>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleValue, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

/** A value for messages. Never `String(value)`: lists that nest deeply would overflow the stack. */
export function printValue(value: PickleValue): string {
  if (typeof value === 'string') return printName(value);
  return typeof value === 'object' && value !== null ? typeName(value) : String(value);
}

/** The Python type of a value, for messages. */
export function typeName(value: PickleValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'None';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Map) return 'a dict';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (value.kind === 'global') return printName(value.name);
  return value.kind === 'opaque' ? `an object of ${printName(value.name)}` : `a ${value.kind}`;
}
