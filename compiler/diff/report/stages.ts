/** The parts by which costs are told: the members of the network, or of what it is wrapped in. */

import type { Part } from '../../outline/outline.ts';
import type { Entry } from '../difference.ts';

/** A part of either network, or the same part of both. */
export interface Stage {
  readonly before?: Part;
  readonly after?: Part;
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
  return stages.map(({ before, after }) => ({ ...(before && { before }), ...(after && { after }) }));
}
