/** Parts of two networks that are taken for each other. */

import { type Part, partsOf } from '../outline/outline.ts';

/** A one-to-one relation between parts, being built. */
export class Matching {
  readonly #after = new Map<Part, Part>();
  readonly #before = new Map<Part, Part>();
  /** Parts of the second network that stand elsewhere than in the first. */
  readonly moved = new Set<Part>();

  add(before: Part, after: Part): void {
    this.#after.set(before, after);
    this.#before.set(after, before);
  }

  afterOf(before: Part): Part | undefined {
    return this.#after.get(before);
  }

  beforeOf(after: Part): Part | undefined {
    return this.#before.get(after);
  }
}

/** Matches two parts; where they are equal as a whole, everything in them too. */
export function matchWhole(before: Part, after: Part, isWhole: boolean, matching: Matching): void {
  if (!isWhole) {
    matching.add(before, after);
    return;
  }
  const others = partsOf(after);
  for (const [i, part] of partsOf(before).entries()) {
    const other = others[i];
    if (other) matching.add(part, other);
  }
}
