/** Axes as a spec counts them: from 0, or from the end with -1. */

import { UserError } from '../errors.ts';
import { printShape, type Shape } from '../shape.ts';

/**
 * An axis of a shape, counted from 0.
 *
 * @param what - begins the message: `softmax along`
 * @throws UserError where the shape has no such axis
 */
export function axisOf(axis: number, shape: Shape, what: string, at: string): number {
  const counted = axis < 0 ? shape.length + axis : axis;
  if (counted >= 0 && counted < shape.length) return counted;
  throw new UserError(
    'bad-axis',
    `${what} axis ${axis} of ${printShape(shape)}, which has ${shape.length} axes`,
    { at, fix: 'count axes from 0, or from the end with -1' },
  );
}
