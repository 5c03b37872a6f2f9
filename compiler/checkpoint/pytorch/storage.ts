/**
 * The persistent ids by which a PyTorch pickle names its storages (`persistent_id` in torch/serialization.py):
 * `('storage', type, key, location, elements)`, and in legacy files a sixth item, `None` or
 * `(view key, offset, size)` for a view of the storage.
 */

import { isKind, type PickleValue, type StorageRef } from './values.ts';

/** The storage of a persistent id, or `undefined` where it is not one as PyTorch writes it. */
export function readStorage(id: readonly PickleValue[]): StorageRef | undefined {
  const [kind, type, key, , elements, view] = id;
  if (kind !== 'storage' || !isKind(type, 'global')) return undefined;
  if (typeof key !== 'string' || !isCount(elements)) return undefined;
  const elementType = type.elements ?? { name: type.name };
  const whole: StorageRef = { kind: 'storage', type: elementType, key, elements, start: 0 };
  if (view === undefined || view === null) return whole;
  const [, start, size] = isKind(view, 'tuple') ? view.items : [];
  return isCount(start) && isCount(size) && start + size <= elements ? { ...whole, start } : undefined;
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
