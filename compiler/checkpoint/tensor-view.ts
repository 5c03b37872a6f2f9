/**
 * A tensor as a strided view of stored bytes: the one form that both formats are read into. Everything that a
 * file claims about a tensor is checked here, before any of its bytes are read.
 */

import { UserError } from '../errors.ts';
import { printShape, stridesOf } from '../shape.ts';
import type { ByteSource } from './bytes.ts';
import { decodeElements, type ElementType, elementTypes } from './element-types.ts';
import type { CheckpointTensor } from './types.ts';

/** Bytes read at a time: large enough to be fast, small beside the float64 result. */
const pieceBytes = 1 << 20;
/** PyTorch's own bound (`MAX_DIMS` in its kernels); it keeps a shape printable. */
export const maxRank = 64;
/** A float64 array of this many elements is 16 GiB; no layer of a network is near it. */
const maxElements = 2 ** 31;

/** What a file says of one tensor. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** In elements, as many as `shape` has. */
  readonly strides: readonly number[];
  /** The first element, in elements from the start of `storage`. */
  readonly offset: number;
  readonly storage: ByteSource;
}

/**
 * @param at - the file and the tensor, for messages
 * @throws UserError if the shape or strides are absurd, or the tensor reaches beyond its storage
 */
export function viewTensor(stored: StoredTensor, at: string): CheckpointTensor {
  const { name, dtype, shape, storage } = stored;
  const count = countElements(shape, at);
  const span = spanOf(stored, count, at);
  const available = Math.floor(storage.length / elementTypes[dtype].bytes);
  if (stored.offset + span > available) {
    const want = `${printShape(shape)} from element ${stored.offset} needs ${stored.offset + span} elements`;
    throw malformed(at, `${want} of ${dtype}, but its storage has ${available}`);
  }
  // Strides of 0 repeat an element: honest files do it for a few, hostile ones to make little look like much.
  if (count > Math.max(span, 1 << 16)) {
    throw malformed(at, `${printShape(shape)} repeats ${span} stored elements`, 'save it with .contiguous()');
  }
  return {
    name,
    dtype,
    shape,
    read: async () => {
      const values = isContiguous(stored)
        ? await readRun(stored, count)
        : gather(stored, await readRun(stored, span), count);
      if (dtype === 'int64' || dtype === 'uint64') checkExact(values, at);
      return values;
    },
  };
}

/**
 * The number of elements of a shape that a file gives.
 *
 * @throws UserError if a size is negative or not an integer, or the product is absurd
 */
export function countElements(shape: readonly number[], at: string): number {
  if (shape.length > maxRank)
    throw malformed(at, `a shape of ${shape.length} axes: at most ${maxRank} are read`);
  let count = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) throw malformed(at, `${printShape(shape)} is not a shape`);
    count *= size;
    if (count > maxElements)
      throw malformed(at, `${printShape(shape)} has more than ${maxElements} elements`);
  }
  return count;
}

/** Elements from the first to the last that the view touches. */
function spanOf({ shape, strides, offset }: StoredTensor, count: number, at: string): number {
  if (strides.length !== shape.length) {
    throw malformed(at, `${strides.length} strides for the ${shape.length} axes of ${printShape(shape)}`);
  }
  for (const value of [...strides, offset]) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw malformed(
        at,
        `strides ${printShape(strides)} and offset ${offset} must be whole and not negative`,
      );
    }
  }
  if (count === 0) return 0;
  return shape.reduce((span, size, axis) => span + (size - 1) * (strides[axis] ?? 0), 1);
}

/** Row-major without holes; the stride of an axis of size 1 says nothing. */
function isContiguous({ shape, strides }: StoredTensor): boolean {
  const rowMajor = stridesOf(shape);
  return shape.includes(0) || shape.every((size, axis) => size === 1 || strides[axis] === rowMajor[axis]);
}

/** `count` elements in stored order from the view's first, read and converted piece by piece. */
async function readRun({ dtype, offset, storage }: StoredTensor, count: number): Promise<Float64Array> {
  const size = elementTypes[dtype].bytes;
  const values = new Float64Array(count);
  const read = await storage.open();
  const step = pieceBytes / size;
  for (let start = 0; start < count; start += step) {
    const length = Math.min(step, count - start);
    decodeElements(dtype, await read((offset + start) * size, length * size), values, start);
  }
  return values;
}

/** Puts the elements of a strided view in row-major order: an odometer over the shape. */
function gather({ shape, strides }: StoredTensor, run: Float64Array, count: number): Float64Array {
  const values = new Float64Array(count);
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < count; to++) {
    values[to] = run[from] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] ?? 0;
      const next = (index[axis] ?? 0) + 1;
      if (next < (shape[axis] ?? 1)) {
        index[axis] = next;
        from += stride;
        break;
      }
      index[axis] = 0;
      from -= (next - 1) * stride;
    }
  }
  return values;
}

function checkExact(values: Float64Array, at: string): void {
  for (const value of values) {
    if (!Number.isSafeInteger(value))
      throw malformed(at, `holds ${value}, an integer that float64 cannot hold exactly`);
  }
}

function malformed(at: string, problem: string, fix?: string): UserError {
  return new UserError('checkpoint-malformed', problem, fix === undefined ? { at } : { at, fix });
}
