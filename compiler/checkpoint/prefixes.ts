/**
 * What stands before the names of a network in a checkpoint: `module.` of DataParallel, `_orig_mod.` of compile,
 * `ema.` or `model.` of a wrapper, chains of them, or nothing.
 */

import type { ExpectedNetwork } from './expected.ts';
import type { RenameMap } from './rename.ts';

/** A prefix, which is empty or ends in a dot, and how many of the network's tensors have it before their names. */
export interface Prefix {
  readonly text: string;
  readonly count: number;
}

/** The names of the network's tensors by which a checkpoint may have them, each with the place of its tensor. */
export function placesOf(
  { tensors, aliases = new Map() }: ExpectedNetwork,
  rename: RenameMap,
): ReadonlyMap<string, number> {
  const places = new Map(tensors.map(({ name }, i) => [name, i]));
  for (const [other, name] of aliases) {
    const place = places.get(name);
    if (place !== undefined && !places.has(other)) places.set(other, place);
  }
  const olds = new Map([...rename].map(([old, name]) => [name, old]));
  const result = new Map<string, number>();
  for (const [name, place] of places) {
    const old = olds.get(name) ?? (rename.has(name) ? undefined : name);
    if (old !== undefined) result.set(old, place);
  }
  return result;
}

/**
 * Every prefix of any of the names that leaves a name of the network, in the order found.
 *
 * @param places - from `placesOf`
 */
export function prefixesOf(
  names: ReadonlySet<string>,
  places: ReadonlyMap<string, number>,
  rename: RenameMap,
): readonly Prefix[] {
  const reached = new Map<string, Set<number>>([['', new Set()]]);
  let longest = 0;
  for (const name of places.keys()) longest = Math.max(longest, name.length);
  for (const name of names) {
    for (const cut of cutsOf(name, longest)) {
      const place = places.get(name.slice(cut));
      if (place === undefined) continue;
      const prefix = name.slice(0, cut);
      const set = reached.get(prefix);
      if (set) set.add(place);
      else reached.set(prefix, new Set([place]));
    }
  }
  // A rename map may have the names as the file has them.
  for (const old of rename.keys()) {
    const place = places.get(old);
    if (place === undefined || !names.has(old)) continue;
    for (const cut of cutsOf(old, old.length)) reached.get(old.slice(0, cut))?.add(place);
  }
  return [...reached].map(([text, { size: count }]) => ({ text, count }));
}

/** Where a name may be cut, after its dots and before all, so that at most `most` characters are left. */
function* cutsOf(name: string, most: number): Generator<number> {
  for (let cut = name.length; cut > 0; ) {
    cut = cut < 2 ? 0 : name.lastIndexOf('.', cut - 2) + 1;
    if (name.length - cut > most) return;
    yield cut;
  }
}
