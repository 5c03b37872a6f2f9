/** Weights laid out as kernels read them. Of the constant region only: `pack` evaluates these. */

import { z } from 'zod';
import type { Node, Op } from '../ir/graph.ts';
import { elementCount, type Shape, stridesOf } from '../shape.ts';
import { imageShape } from './window.ts';

const packAttributes = z.strictObject({
  /**
   * Axes of the result, the slowest first; a tap is a place of the window, row by row. A panel is `multiple` output
   * channels, its lanes.
   */
  order: z.enum([
    'out, tap, in',
    'tap, out, in',
    'tap, in, out',
    'panel, tap, in, lane',
    'tap, panel, in, lane',
  ]),
  /** Output channels, or those of each group, are filled up with zeros to a multiple of this. */
  multiple: z.int().positive().exactOptional(),
  /** Where no panel is to have channels of two groups: how many groups there are. */
  groups: z.int().positive().exactOptional(),
});
export type PackAttributes = z.infer<typeof packAttributes>;

/** How a kernel reads its weights: as `weights.bin` holds them, or transformed from that when a package loads. */
export const packedLayout = packAttributes.extend({
  transform: z
    .strictObject({
      /** Each 3x3 window `g` becomes `G g G^T`, a plane for each place of it. */
      kind: z.literal('winograd'),
      output: z.union([z.literal(2), z.literal(4)]),
      /** Numbers left free behind each plane. */
      gap: z.int().positive().exactOptional(),
    })
    .exactOptional(),
});
export type PackedLayout = Readonly<z.infer<typeof packedLayout>>;

/** Elements of weights `[out, in, kh, kw]` in a layout, as a kernel reads them. */
export function packedElements({ transform, ...attributes }: PackedLayout, weight: Shape): number {
  const packed = elementCount(sizesInOrder(axesOf(weight, attributes), attributes));
  if (!transform) return packed;
  return (packed / 9 + (transform.gap ?? 0)) * (transform.output + 2) ** 2;
}

/** `[out, in, kh, kw]` with axes in another order. */
export const packWeight: Op<PackAttributes, readonly [weight: Node]> = {
  name: 'packWeight',
  attributes: packAttributes,
  inputs: ['weight'],
  infer: ([weight], attributes) => sizesInOrder(axesOf(weight, attributes), attributes),
  computation: () => ({ form: 'pack' }),
  reference([weight], attributes, shape) {
    const axes = axesOf(weight?.shape, attributes);
    const { out, perGroup, padded, channels, taps, lanes } = axes;
    const strides = stridesInOrder(shape, attributes);
    const from = weight?.data ?? new Float64Array();
    const result = new Float64Array(elementCount(shape));
    for (let o = 0; o < out; o++) {
      const place = Math.floor(o / perGroup) * padded + (o % perGroup);
      const first =
        place * strides.out + Math.floor(place / lanes) * strides.panel + (place % lanes) * strides.lane;
      for (let c = 0; c < channels; c++) {
        for (let tap = 0; tap < taps; tap++) {
          const at = first + tap * strides.tap + c * strides.in;
          result[at] = from[(o * channels + c) * taps + tap] ?? 0;
        }
      }
    }
    return result;
  },
};

interface Axes {
  readonly out: number;
  /** Output channels of a group, and with zeros. */
  readonly perGroup: number;
  readonly padded: number;
  readonly groups: number;
  readonly channels: number;
  readonly taps: number;
  readonly lanes: number;
}

function axesOf(weight: Shape | undefined, { multiple = 1, groups = 1 }: PackAttributes): Axes {
  const [out, channels, kh, kw] = imageShape(weight, 'packWeight');
  const perGroup = Math.ceil(out / groups);
  const padded = Math.ceil(perGroup / multiple) * multiple;
  return { out, perGroup, padded, groups, channels, taps: kh * kw, lanes: multiple };
}

type Axis = 'out' | 'panel' | 'tap' | 'in' | 'lane';

const axisNames = ({ order }: PackAttributes): readonly Axis[] => order.split(', ') as Axis[];

function sizesInOrder({ padded, groups, channels, taps, lanes }: Axes, attributes: PackAttributes): Shape {
  const out = padded * groups;
  return axisNames(attributes).map(
    axis => ({ out, panel: out / lanes, tap: taps, in: channels, lane: lanes })[axis],
  );
}

/** An axis that the order lacks has the stride 0. */
function stridesInOrder(shape: Shape, attributes: PackAttributes): Readonly<Record<Axis, number>> {
  const strides = { out: 0, panel: 0, tap: 0, in: 0, lane: 0 };
  const plain = stridesOf(shape);
  for (const [i, axis] of axisNames(attributes).entries()) strides[axis] = plain[i] ?? 1;
  return strides;
}
