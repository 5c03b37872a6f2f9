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
  | TensorRef;

export interface Tuple {
  readonly kind: 'tuple';
  readonly items: readonly PickleValue[];
}

/** A name that a pickle may mention (see globals.ts), and the builder that it stands for. */
export interface Global {
  readonly kind: 'global';
  readonly name: string;
  /** For the storage types: what their elements are. */
  readonly dtype?: ElementType;
  /** What calling it builds; nothing but a value of this type. */
  readonly build?: (args: readonly PickleValue[]) => PickleValue | undefined;
}

/** Elements that are stored outside the pickle, under `key`. */
export interface StorageRef {
  readonly kind: 'storage';
  readonly dtype: ElementType;
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
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Whether the value is one of the records, of the kind named. */
export function isKind<K extends 'tuple' | 'global' | 'storage' | 'tensor'>(
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
  if (typeof value === 'object') return value.kind === 'global' ? value.name : `a ${value.kind}`;
  return `a ${typeof value}`;
}
