/** Loops over the taps of a window. */

import type { Window2d } from '../../../compiler/ir/graph.ts';
import { index } from '../../indices.ts';

/** The loops as text. */
export interface TapLoops {
  /** Names of the tap's row and column; `0` along an axis of one tap, which has no loop. */
  readonly u: string;
  readonly v: string;
  /** The tap's number, row by row. */
  readonly tap: string;
  readonly open: readonly string[];
  readonly close: readonly string[];
}

/** The loops of a window. */
export function tapLoops([vertical, horizontal]: Window2d): TapLoops {
  const loops = [
    { name: 'u', taps: vertical.kernel },
    { name: 'v', taps: horizontal.kernel },
  ].filter(({ taps }) => taps > 1);
  const u = vertical.kernel > 1 ? 'u' : '0';
  const v = horizontal.kernel > 1 ? 'v' : '0';
  return {
    u,
    v,
    tap: index([u, horizontal.kernel], [v, 1]),
    open: loops.map(({ name, taps }) => `for (var ${name} = 0u; ${name} < ${taps}; ${name}++) {`),
    close: loops.map(() => '}'),
  };
}
