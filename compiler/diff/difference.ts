/** What differs between two outlines: one tree, the second network's with what the first has beside it in between. */

import type { Outline, Part } from '../outline/outline.ts';

/** Two networks, part by part. */
export interface Difference {
  readonly before: Outline;
  readonly after: Outline;
  /** Whether both compute the same, names aside: their graphs are isomorphic. */
  readonly sameStructure: boolean;
  /** The second network's name of each tensor of the first; absent where they differ in more than names. */
  readonly tensors?: ReadonlyMap<string, string>;
  /** Of the networks themselves; its children are the parts. */
  readonly root: Entry;
}

/**
 * A part of either network, or of both. The second network's parts stand in its order and its tree; one that was
 * removed stands after what it came after. A removed module has no children where they are kept elsewhere.
 */
export interface Entry {
  /** Absent where the part was added. */
  readonly before?: Part;
  /** Absent where the part was removed. */
  readonly after?: Part;
  /** Attribute by attribute; none where a part was added or removed. */
  readonly changes: readonly Change[];
  /** Whether it stands under another module, or in another order, than what it is matched with. */
  readonly moved: boolean;
  readonly children: readonly Entry[];
}

/** An attribute of a matched part that differs. */
export interface Change {
  /** An attribute of the layer, or `name`, `type`, `shape`, `inputs`, `shares`; of the network `outputs`. */
  readonly attribute: string;
  readonly before: Value;
  readonly after: Value;
  /**
   * Whether another change makes it so: the channels that a layer is given, the shape that comes out; or whether it is
   * only unknown of one network: a class.
   */
  readonly follows: boolean;
}

/** What an attribute may be; absent where only the other has it. */
export type Value = string | number | boolean | readonly number[] | readonly string[] | undefined;

/** What became of a part. */
export type Status = 'same' | 'changed' | 'added' | 'removed';

/** A change that only follows from others leaves a part the same. */
export function statusOf({ before, after, changes, moved }: Entry): Status {
  if (!before) return 'added';
  if (!after) return 'removed';
  return moved || changes.some(({ follows }) => !follows) ? 'changed' : 'same';
}

/** Every entry, outermost first, in order. */
export function entriesOf(root: Entry): readonly Entry[] {
  const entries: Entry[] = [];
  const pending = [root];
  for (let entry = pending.pop(); entry; entry = pending.pop()) {
    entries.push(entry);
    for (const child of entry.children.toReversed()) pending.push(child);
  }
  return entries;
}
