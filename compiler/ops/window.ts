/** What operators with a sliding window over height and width share: their attributes and their sizes. */

import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Window2d } from '../ir/graph.ts';
import { printShape, type Shape, windowSize } from '../shape.ts';

/** `[height, width]`, one or more. */
export const extent = z.tuple([z.int().positive(), z.int().positive()]);
const sides = z.tuple([z.int().nonnegative(), z.int().nonnegative()]);

/** Attributes of a window apart from its size: `padding` is `[[top, bottom], [left, right]]`. */
export const windowAttributes = {
  stride: extent,
  padding: z.tuple([sides, sides]),
  dilation: extent,
};

interface WindowSpec {
  readonly stride: readonly [number, number];
  readonly padding: readonly [readonly [number, number], readonly [number, number]];
  readonly dilation: readonly [number, number];
  readonly ceilMode?: boolean;
}

/** The two axes of a window of `kernel` elements. */
export function windowOf(kernel: readonly [number, number], spec: WindowSpec): Window2d {
  const axis = (i: 0 | 1) => ({
    kernel: kernel[i],
    stride: spec.stride[i],
    padding: spec.padding[i],
    dilation: spec.dilation[i],
    ...(spec.ceilMode && { ceilMode: true }),
  });
  return [axis(0), axis(1)];
}

/** Sizes of an image, checked to be `[batch, channels, height, width]`. */
export function imageShape(shape: Shape | undefined, op: string): readonly [number, number, number, number] {
  const [n, c, h, w] = shape ?? [];
  if (shape?.length !== 4 || n === undefined || c === undefined || h === undefined || w === undefined) {
    throw new UserError(
      'bad-rank',
      `${op} takes an image [batch, channels, height, width], got ${printShape(shape ?? [])}`,
      { fix: 'put it before whatever flattens the image' },
    );
  }
  return [n, c, h, w];
}

/** Height and width of the result; a window larger than its padded input is an error. */
export function windowSizes(
  op: string,
  height: number,
  width: number,
  window: Window2d,
): readonly [number, number] {
  const size = [windowSize(height, window[0]), windowSize(width, window[1])] as const;
  if (size[0] > 0 && size[1] > 0) return size;
  const text = window.map(axis => axis.dilation * (axis.kernel - 1) + 1).join('x');
  throw new UserError(
    'window-too-large',
    `${op}: a ${text} window does not fit the padded ${height}x${width} input`,
    {
      fix: 'give a larger input, or more padding',
    },
  );
}
