/** Where elements lie. Inside a package images lie channels last; what a caller gives and gets is row-major. */

import { type Shape, stridesOf } from '../shape.ts';
import type { Access, Strides } from './kernel.ts';

/** Row-major, the last axis fastest: what PyTorch calls contiguous. */
export const rowMajor = (shape: Shape): Access => ({ shape, strides: flatten(shape, stridesOf(shape)) });

/** `[N, C, H, W]` with the channels of a pixel side by side. */
export function channelsLast(shape: Shape): Access {
  const [n = 1, c = 1, h = 1, w = 1] = shape;
  if (shape.length !== 4) return rowMajor(shape);
  const [sn = 0, sh = 0, sw = 0, sc = 0] = stridesOf([n, h, w, c]);
  return { shape, strides: flatten(shape, [sn, sc, sh, sw]) };
}

/** An axis of size 1 has no neighbours: its stride is 0, so that equal layouts have equal strides. */
const flatten = (shape: Shape, strides: Strides): Strides =>
  strides.map((stride, axis) => (shape[axis] === 1 ? 0 : stride));

/** Strides for reading `operand` at each place of `result`, stretched as in elementwise operators. */
export function stretched(operand: Access, result: Shape): Strides {
  const missing = result.length - operand.shape.length;
  return result.map((_, axis) =>
    axis < missing || operand.shape[axis - missing] === 1 ? 0 : (operand.strides[axis - missing] ?? 0),
  );
}

/** Whether the elements lie in row-major order without gaps. */
export function isRowMajor({ shape, strides }: Access): boolean {
  const { strides: plain } = rowMajor(shape);
  return strides.every((stride, axis) => stride === plain[axis]);
}

/** Whether two lists of strides are the same. */
export const sameStrides = (a: Strides, b: Strides): boolean =>
  a.length === b.length && a.every((stride, axis) => stride === b[axis]);

/** The number of elements from the first to the last that strides reach. */
export const reachOf = (shape: Shape, strides: Strides): number =>
  shape.reduce((reach, size, axis) => reach + (size - 1) * (strides[axis] ?? 0), 1);
