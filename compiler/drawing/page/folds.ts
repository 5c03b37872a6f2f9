/** Which modules are open at first. */

import type { Network } from './network.ts';

/** As many boxes as can be read at a glance. */
const most = 40;

/**
 * Level by level from the outside, while there are few boxes. A level opens where most of its modules can: one that
 * would fill the page alone stays folded among its open siblings, but one of many does not open alone.
 */
export function openAtFirst(network: Network): ReadonlySet<number> {
  const open = new Set([0]);
  let boxes = network.members(0).length;
  let level = network.members(0).filter(member => network.isModule(member));
  while (level.length > 0) {
    const fitting: number[] = [];
    let more = boxes;
    for (const module of level.toSorted((a, b) => network.members(a).length - network.members(b).length)) {
      more += network.members(module).length - 1;
      if (more > most) break;
      fitting.push(module);
      boxes = more;
    }
    if (2 * fitting.length <= level.length) break;
    for (const module of fitting) open.add(module);
    level = fitting.flatMap(module => network.members(module).filter(member => network.isModule(member)));
  }
  return open;
}

/** Those with any of these nodes in them. */
export function openAround(network: Network, places: Iterable<number>): ReadonlySet<number> {
  const open = new Set([0]);
  for (const place of places) for (const module of network.around(place)) open.add(module);
  return open;
}
