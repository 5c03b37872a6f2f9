/** Weights laid out as kernels read them. Of the constant region only: `pack` evaluates these. */

import { z } from 'zod';
import type { Node, Op } from '../ir/graph.ts';
import { elementCount } from '../shape.ts';
import { imageShape } from './window.ts';

const packAttributes = z.strictObject({
  groups: z.int().positive(),
  /** Output channels that a kernel computes together. */
  columns: z.int().positive(),
  /** Whether the window's places change slower than channels within a panel, or slower than panels. */
  taps: z.enum(['in-panel', 'outermost']),
});
type PackAttributes = z.infer<typeof packAttributes>;

/**
 * `[out, in, kh, kw]` in panels of `columns` output channels, the last one filled up with zeros:
 *
 * - `in-panel`: `[groups, panels, kh, kw, in, columns]`, one long column of numbers to multiply a gathered window by;
 * - `outermost`: `[kh, kw, groups, panels, in, columns]`, one matrix for each place of the window.
 */
export const packWeight: Op<PackAttributes, readonly [weight: Node]> = {
  name: 'packWeight',
  attributes: packAttributes,
  inputs: ['weight'],
  infer([weight], { groups, columns, taps }) {
    const [out, channels, kh, kw] = imageShape(weight, 'packWeight');
    const panels = Math.ceil(out / groups / columns);
    const panel = [groups, panels];
    return taps === 'in-panel'
      ? [...panel, kh, kw, channels, columns]
      : [kh, kw, ...panel, channels, columns];
  },
  computation: () => ({ form: 'pack' }),
  reference([weight], { groups, columns, taps }, shape) {
    const [out, channels, kh, kw] = imageShape(weight?.shape, 'packWeight');
    const from = weight?.data ?? new Float64Array();
    const result = new Float64Array(elementCount(shape));
    const perGroup = out / groups;
    const panels = Math.ceil(perGroup / columns);
    for (let o = 0; o < out; o++) {
      const group = Math.floor(o / perGroup);
      const panel = group * panels + Math.floor((o % perGroup) / columns);
      const column = (o % perGroup) % columns;
      for (let c = 0; c < channels; c++) {
        for (let tap = 0; tap < kh * kw; tap++) {
          const row = taps === 'in-panel' ? panel * kh * kw + tap : tap * groups * panels + panel;
          result[(row * channels + c) * columns + column] = from[(o * channels + c) * kh * kw + tap] ?? 0;
        }
      }
    }
    return result;
  },
};

const padAttributes = z.strictObject({ groups: z.int().positive(), columns: z.int().positive() });
type PadAttributes = z.infer<typeof padAttributes>;

/** A bias `[out]` filled up with zeros as `packWeight` fills up panels: `[groups, panels, columns]`. */
export const packBias: Op<PadAttributes, readonly [bias: Node]> = {
  name: 'packBias',
  attributes: padAttributes,
  inputs: ['bias'],
  infer: ([bias], { groups, columns }) => [groups, Math.ceil((bias?.[0] ?? 0) / groups / columns), columns],
  computation: () => ({ form: 'pack' }),
  reference([bias], { groups, columns }, shape) {
    const from = bias?.data ?? new Float64Array();
    const result = new Float64Array(elementCount(shape));
    const perGroup = from.length / groups;
    const padded = Math.ceil(perGroup / columns) * columns;
    for (let o = 0; o < from.length; o++) {
      result[Math.floor(o / perGroup) * padded + (o % perGroup)] = from[o] ?? 0;
    }
    return result;
  },
};
