/**
 * What an alignment cannot find, since it keeps order and ancestry: parts that stand elsewhere. Of what is left over on
 * both sides, whole modules that are the same but for their place are matched, the largest first; then layers of one
 * kind and name within matched modules.
 */

import { type Layer, type Part, partsOf } from '../outline/outline.ts';
import { digestsOf } from './digest.ts';
import { type Matching, matchWhole } from './matching.ts';

/** Adds to a matching what was moved. */
export function moves(before: Part, after: Part, matching: Matching, names: boolean): void {
  moveModules(before, after, matching, names);
  moveLayers(before, matching, names);
}

function moveModules(before: Part, after: Part, matching: Matching, names: boolean): void {
  const a = digestsOf(before, names);
  const b = digestsOf(after, names);
  const added = new Map<string, Part[]>();
  const isAdded = (part: Part): boolean => matching.beforeOf(part) === undefined;
  for (const part of partsOf(after)) {
    if (part.kind !== 'module' || !partsOf(part).every(isAdded)) continue;
    const digest = b.get(part) ?? '';
    const alike = added.get(digest);
    if (alike) alike.push(part);
    else added.set(digest, [part]);
  }
  // Outermost first: what is in a moved module moves with it.
  for (const part of partsOf(before)) {
    if (part.kind !== 'module' || !partsOf(part).every(each => matching.afterOf(each) === undefined))
      continue;
    const other = added.get(a.get(part) ?? '')?.find(isAdded);
    if (!other) continue;
    matchWhole(part, other, true, matching);
    matching.moved.add(other);
  }
}

function moveLayers(before: Part, matching: Matching, names: boolean): void {
  for (const parent of partsOf(before)) {
    const image = matching.afterOf(parent);
    if (parent.kind !== 'module' || image?.kind !== 'module') continue;
    const added = image.children.filter(
      (part): part is Layer => part.kind === 'layer' && !matching.beforeOf(part),
    );
    for (const part of parent.children) {
      if (part.kind !== 'layer' || matching.afterOf(part)) continue;
      const place = added.findIndex(
        other =>
          other.type === part.type &&
          (names
            ? other.name === part.name
            : JSON.stringify(other.attributes) === JSON.stringify(part.attributes)),
      );
      const [other] = place < 0 ? [] : added.splice(place, 1);
      if (!other) continue;
      matching.add(part, other);
      matching.moved.add(other);
    }
  }
}
