/** Where an arrow key leads. */

import type { Area } from './camera.ts';

/** What can be focused, and where it is. */
export interface Target extends Area {
  readonly node: number;
}

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** The nearest in the direction of a key; nothing where there is none, or the key is no arrow. */
export function neighbour(targets: readonly Target[], from: Target, key: string): number | undefined {
  const direction = directions[key];
  if (!direction) return undefined;
  const [dx, dy] = direction;
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  const [x, y] = middle(from);
  for (const target of targets) {
    const [tx, ty] = middle(target);
    const along = (tx - x) * dx + (ty - y) * dy;
    const aside = Math.abs((tx - x) * dy) + Math.abs((ty - y) * dx);
    // Sideways means beside, not far above or below.
    if (target.node === from.node || along < 2 || (dx !== 0 && aside > 2 * along)) continue;
    const distance = along + 1.5 * aside;
    if (distance >= least) continue;
    least = distance;
    best = target.node;
  }
  return best;
}

const middle = ({ x, y, width, height }: Area): readonly [number, number] => [x + width / 2, y + height / 2];
