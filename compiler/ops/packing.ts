/** Weights laid out as kernels read them. Of the constant region only: `pack` evaluates these. */

import { z } from 'zod';
import type { Node, Op } from '../ir/graph.ts';
import { elementCount } from '../shape.ts';
import { imageShape } from './window.ts';

const packAttributes = z.strictObject({
  /** Axes of the result, the slowest first; a tap is a place of the window, row by row. */
  order: z.enum(['out, tap, in', 'tap, out, in']),
});
type PackAttributes = z.infer<typeof packAttributes>;

/** `[out, in, kh, kw]` with the input channels innermost, as in images that lie channels last. */
export const packWeight: Op<PackAttributes, readonly [weight: Node]> = {
  name: 'packWeight',
  attributes: packAttributes,
  inputs: ['weight'],
  infer([weight], { order }) {
    const [out, channels, kh, kw] = imageShape(weight, 'packWeight');
    return order === 'out, tap, in' ? [out, kh * kw, channels] : [kh * kw, out, channels];
  },
  computation: () => ({ form: 'pack' }),
  reference([weight], { order }, shape) {
    const [out, channels, kh, kw] = imageShape(weight?.shape, 'packWeight');
    const taps = kh * kw;
    const from = weight?.data ?? new Float64Array();
    const result = new Float64Array(elementCount(shape));
    for (let o = 0; o < out; o++) {
      for (let tap = 0; tap < taps; tap++) {
        const row = order === 'out, tap, in' ? o * taps + tap : tap * out + o;
        for (let c = 0; c < channels; c++) {
          result[row * channels + c] = from[(o * channels + c) * taps + tap] ?? 0;
        }
      }
    }
    return result;
  },
};
