/** Weights laid out as kernels read them. Of the constant region only: `pack` evaluates these. */

import { z } from 'zod';
import type { Node, Op } from '../ir/graph.ts';
import { elementCount, type Shape } from '../shape.ts';
import { imageShape } from './window.ts';

const packAttributes = z.strictObject({
  /** Axes of the result, the slowest first; a tap is a place of the window, row by row. */
  order: z.enum(['out, tap, in', 'tap, out, in', 'tap, in, out']),
  /** Output channels are filled up with zeros to a multiple of this. */
  multiple: z.int().positive().exactOptional(),
});
export type PackAttributes = z.infer<typeof packAttributes>;

/** `[out, in, kh, kw]` with axes in another order. */
export const packWeight: Op<PackAttributes, readonly [weight: Node]> = {
  name: 'packWeight',
  attributes: packAttributes,
  inputs: ['weight'],
  infer: ([weight], attributes) => sizesInOrder(axesOf(weight, attributes), attributes),
  computation: () => ({ form: 'pack' }),
  reference([weight], attributes, shape) {
    const { out, channels, taps } = axesOf(weight?.shape, attributes);
    const strides = stridesInOrder(shape, attributes);
    const from = weight?.data ?? new Float64Array();
    const result = new Float64Array(elementCount(shape));
    for (let o = 0; o < out; o++) {
      for (let c = 0; c < channels; c++) {
        for (let tap = 0; tap < taps; tap++) {
          const at = o * strides.out + tap * strides.tap + c * strides.in;
          result[at] = from[(o * channels + c) * taps + tap] ?? 0;
        }
      }
    }
    return result;
  },
};

interface Axes {
  readonly out: number;
  /** With zeros. */
  readonly padded: number;
  readonly channels: number;
  readonly taps: number;
}

function axesOf(weight: Shape | undefined, { multiple = 1 }: PackAttributes): Axes {
  const [out, channels, kh, kw] = imageShape(weight, 'packWeight');
  return { out, padded: Math.ceil(out / multiple) * multiple, channels, taps: kh * kw };
}

type Axis = 'out' | 'tap' | 'in';

const axisNames = ({ order }: PackAttributes): readonly Axis[] => order.split(', ') as Axis[];

const sizesInOrder = ({ padded, channels, taps }: Axes, attributes: PackAttributes): Shape =>
  axisNames(attributes).map(axis => ({ out: padded, tap: taps, in: channels })[axis]);

function stridesInOrder([, b = 1, c = 1]: Shape, attributes: PackAttributes): Readonly<Record<Axis, number>> {
  const strides = { out: 1, tap: 1, in: 1 };
  for (const [i, axis] of axisNames(attributes).entries()) strides[axis] = [b * c, c, 1][i] ?? 1;
  return strides;
}
