/** Where a strip's pixels lie, as text. */

import type { Strides } from '../../compiler/plan/kernel.ts';
import type { Shape } from '../../compiler/shape.ts';
import { atom, index, plus } from '../indices.ts';

/** How far apart neighbouring pixels of an image are, if it is the same distance everywhere. */
export function pixelStride(shape: Shape, strides: Strides): number | undefined {
  const [, , height = 1, width = 1] = shape;
  const [, , sh = 0, sw = 0] = strides;
  if (height === 1) return sw;
  if (width === 1) return sh;
  return sh === sw * width ? sw : undefined;
}

/** Where a kernel finds the elements of one operand or of its result. */
export interface Locator {
  /** Names the index of a strip's first pixel, where there is anything to name. */
  readonly definition?: string;
  /** Index of the strip's pixel `row`, and of the channel `column` after the current one. */
  readonly at: (row: number, column: number) => string;
}

/**
 * Locates channel `n` of pixel `p`.
 *
 * @param shape - of the image whose pixels are counted: the result's
 * @param name - the index's name
 * @param first - the strip's first pixel: `p`, or `0` where there is one strip
 */
export function locate(shape: Shape, strides: Strides, name: string, first: string): Locator {
  const [images = 1, , , width = 1] = shape;
  const [sn = 0, sc = 0, sh = 0, sw = 0] = strides;
  const step = pixelStride(shape, strides);
  const image = images > 1 ? 'image' : '0';
  if (step === undefined && first === '0') {
    const place = (row: number): number => Math.floor(row / width) * sh + (row % width) * sw;
    return { at: (row, column) => plus(index([image, sn], [plus('n', column), sc]), place(row)) };
  }
  if (step === undefined) {
    const pixel = (row: number): string => atom(plus(first, row));
    return {
      at: (row, column) =>
        index(
          [image, sn],
          [`Math.floor(${pixel(row)} / ${width})`, sh],
          [`${pixel(row)} % ${width}`, sw],
          [plus('n', column), sc],
        ),
    };
  }
  const start = index([image, sn], [first, step], ['n', sc]);
  if (/^\w+$/.test(start)) return { at: (row, column) => plus(start, row * step + column * sc) };
  return {
    definition: `const ${name} = ${start};`,
    at: (row, column) => plus(name, row * step + column * sc),
  };
}
