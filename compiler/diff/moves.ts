/**
 * What an alignment cannot find, since it keeps order and ancestry: parts that stand elsewhere. Of what is left over on
 * both sides, whole modules that are the same but for their place are matched, the largest first; then layers.
 *
 * Where names do not count, to which module a layer belongs is but part of its name, and it has moved only if it reads
 * other values than before.
 */

import { type Layer, layersOf, type Outline, type Part, partsOf } from '../outline/outline.ts';
import { digestsOf } from './digest.ts';
import { type Matching, matchWhole } from './matching.ts';
import { parentsOf } from './tree.ts';
import { Wiring } from './wiring.ts';

/** Adds to a matching what was moved. */
export function moves(before: Outline, after: Outline, matching: Matching, names: boolean): void {
  const modules = matchModules(before.root, after.root, matching, names);
  if (names) {
    const layers = matchNamesakes(before.root, matching);
    for (const part of [...modules, ...layers]) matching.moved.add(part);
    return;
  }
  const layers = [...matchReaders(before, after, matching), ...matchAlike(before.root, after.root, matching)];
  const wiring = new Wiring(before, after, matching);
  const readsAsBefore = (layer: Layer): boolean => {
    const origin = matching.beforeOf(layer);
    return (
      origin?.kind === 'layer' &&
      (wiring.isSame(origin.inputs, layer.inputs) || wiring.isExplained(origin, layer))
    );
  };
  for (const part of [...modules, ...layers])
    if (!layersOf(part).every(readsAsBefore)) matching.moved.add(part);
}

/** Matches whole modules; gives those of the second network. */
function matchModules(before: Part, after: Part, matching: Matching, names: boolean): readonly Part[] {
  const a = digestsOf(before, names);
  const b = digestsOf(after, names);
  const alone = aloneIn(after, part => matching.beforeOf(part) !== undefined);
  const left = aloneIn(before, part => matching.afterOf(part) !== undefined);
  const added = new Map<string, Part[]>();
  for (const part of partsOf(after)) {
    if (part.kind !== 'module' || !alone.has(part)) continue;
    const digest = b.get(part) ?? '';
    const alike = added.get(digest);
    if (alike) alike.push(part);
    else added.set(digest, [part]);
  }
  const found: Part[] = [];
  // Outermost first: what is in a moved module moves with it.
  for (const part of partsOf(before)) {
    if (part.kind !== 'module' || !left.has(part) || matching.afterOf(part)) continue;
    const alike = added.get(a.get(part) ?? '') ?? [];
    let other = alike.shift();
    while (other && matching.beforeOf(other)) other = alike.shift();
    if (!other) continue;
    matchWhole(part, other, true, matching);
    found.push(other);
  }
  return found;
}

/** Matches layers of one operator and name within matched modules. */
function matchNamesakes(before: Part, matching: Matching): readonly Part[] {
  const found: Part[] = [];
  for (const parent of partsOf(before)) {
    const image = matching.afterOf(parent);
    if (parent.kind !== 'module' || image?.kind !== 'module') continue;
    const keyOf = ({ type, name }: Layer): string => JSON.stringify([type, name]);
    const isAdded = (part: Part): part is Layer => part.kind === 'layer' && !matching.beforeOf(part);
    const added = grouped(image.children.filter(isAdded), keyOf);
    for (const part of parent.children) {
      if (part.kind !== 'layer' || matching.afterOf(part)) continue;
      const other = added.get(keyOf(part))?.shift();
      if (!other) continue;
      matching.add(part, other);
      found.push(other);
    }
  }
  return found;
}

/** Matches layers that are alike and read the same values, one after another. */
function matchReaders(before: Outline, after: Outline, matching: Matching): readonly Part[] {
  const added = grouped(
    layersOf(after.root).filter(layer => !matching.beforeOf(layer)),
    layer => `${kindOf(layer)} ${JSON.stringify(layer.inputs)}`,
  );
  const wiring = new Wiring(before, after, matching);
  const found: Part[] = [];
  for (const layer of layersOf(before.root)) {
    if (matching.afterOf(layer)) continue;
    const inputs = wiring.imagesOf(layer.inputs);
    const other = added.get(`${kindOf(layer)} ${JSON.stringify(inputs)}`)?.shift();
    if (!other) continue;
    matching.add(layer, other);
    found.push(other);
  }
  return found;
}

/** Matches layers that are alike, in order, but for those of modules that only one network has. */
function matchAlike(before: Part, after: Part, matching: Matching): readonly Part[] {
  const isLeft = (root: Part, isMatched: (part: Part) => boolean): readonly Layer[] => {
    const alone = aloneIn(root, isMatched);
    const parents = parentsOf(root);
    return layersOf(root).filter(layer => !isMatched(layer) && !alone.has(parents.get(layer) ?? root));
  };
  const added = grouped(
    isLeft(after, part => matching.beforeOf(part) !== undefined),
    kindOf,
  );
  const found: Part[] = [];
  for (const layer of isLeft(before, part => matching.afterOf(part) !== undefined)) {
    const other = added.get(kindOf(layer))?.shift();
    if (!other) continue;
    matching.add(layer, other);
    found.push(other);
  }
  return found;
}

/** What makes layers alike that stand in different places. */
const kindOf = ({ type, attributes }: Layer): string => JSON.stringify([type, attributes]);

function grouped(layers: readonly Layer[], keyOf: (layer: Layer) => string): ReadonlyMap<string, Layer[]> {
  const groups = new Map<string, Layer[]>();
  for (const layer of layers) {
    const key = keyOf(layer);
    const group = groups.get(key);
    if (group) group.push(layer);
    else groups.set(key, [layer]);
  }
  return groups;
}

/** The parts of which nothing is matched. */
function aloneIn(root: Part, isMatched: (part: Part) => boolean): ReadonlySet<Part> {
  const alone = new Set<Part>();
  // Members stand after the module that has them.
  for (const part of partsOf(root).toReversed()) {
    const isEmpty = part.kind === 'layer' || part.children.every(child => alone.has(child));
    if (!isMatched(part) && isEmpty) alone.add(part);
  }
  return alone;
}
