/** The parts by which costs are told: the members of the network, or of what it is wrapped in. */

import { type Layer, layersOf, type Part } from '../../outline/outline.ts';
import { type Entry, entriesOf } from '../difference.ts';

/** What belongs together in both networks. Every layer of either is in one stage. */
export interface Stage {
  /** Its path in the second network, or in the first where only that has it. */
  readonly name: string;
  /** In the first network: one part, or several where the second has a module around them. */
  readonly before: readonly Part[];
  readonly after: readonly Part[];
}

/** A list of more parts than this is no summary: none are told then. */
const mostStages = 256;

/** The stages, in order. Where all but single layers are in one module, its members stand in its place. */
export function stagesOf(root: Entry): readonly Stage[] {
  let stages = root.children;
  for (;;) {
    const modules = stages.filter(entry => (entry.after ?? entry.before)?.kind === 'module');
    const [only] = modules;
    if (!only || modules.length > 1) break;
    stages = stages.flatMap(entry => (entry === only ? entry.children : [entry]));
  }
  if (stages.length > mostStages) return [];
  return (
    stages
      .map(entry => ({
        name: (entry.after ?? entry.before)?.id ?? '',
        before: root.before ? partsIn(root.before, entry) : [],
        after: entry.after ? [entry.after] : [],
      }))
      // A module that was taken away from around what is kept stands for nothing.
      .filter(({ before, after }) => before.length > 0 || after.length > 0)
  );
}

/** The first network's parts that an entry stands for with all its members, as few as say so. */
function partsIn(network: Part, entry: Entry): readonly Part[] {
  const inside = new Set<Layer>(
    entriesOf(entry).flatMap(({ before }) => (before?.kind === 'layer' ? [before] : [])),
  );
  const isInside = (part: Part): boolean => layersOf(part).every(layer => inside.has(layer));
  // What is usual: a stage stands for a stage.
  const { before } = entry;
  if (before && isInside(before) && layersOf(before).length === inside.size) return [before];
  const found: Part[] = [];
  const pending: Part[] = [network];
  for (let part = pending.pop(); part; part = pending.pop()) {
    if (isInside(part)) found.push(part);
    else if (part.kind === 'module') pending.push(...part.children.toReversed());
  }
  return found;
}
