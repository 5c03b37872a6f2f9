/** From the short forms that a spec may write to the one form that operators take. */

import type { Extent, Padding } from './arithmetic.ts';

/** `[height, width]` of an extent. */
export function both(extent: Extent): [number, number] {
  return typeof extent === 'number' ? [extent, extent] : [extent[0], extent[1]];
}

/** `[[top, bottom], [left, right]]` of a padding. */
export function sides(padding: Padding): [[number, number], [number, number]] {
  if (typeof padding === 'number') return [both(padding), both(padding)];
  return [both(padding[0]), both(padding[1])];
}

/** A padding as PyTorch says it: one number or `[height, width]`. Unequal sides, which it cannot say, stay sides. */
export function asInPyTorch(padding: Padding): Padding {
  if (typeof padding === 'number') return padding;
  const [vertical, horizontal] = sides(padding);
  const isEven = [vertical, horizontal].every(([before, after]) => before === after);
  return isEven ? [vertical[0], horizontal[0]] : [vertical, horizontal];
}
