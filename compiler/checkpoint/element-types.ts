/**
 * Element types that checkpoints store, one row each: size, and how to read one little-endian element as float64.
 * Every type but the 64-bit integers fits float64 exactly.
 */

interface ElementCodec {
  /** Bytes an element. */
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

export const elementTypes = {
  float64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  float32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  float16: { bytes: 2, read: (view, at) => float16(view.getUint16(at, true)) },
  bfloat16: { bytes: 2, read: (view, at) => bfloat16(view.getUint16(at, true)) },
  int64: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  int32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  int16: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  int8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  uint64: { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
  uint32: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  uint16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  uint8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  bool: { bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
} satisfies Record<string, ElementCodec>;

/** The name of an element type, as PyTorch spells it. */
export type ElementType = keyof typeof elementTypes;

/** Converts little-endian elements to float64, filling `out` from `start`. */
export function decodeElements(dtype: ElementType, bytes: Uint8Array, out: Float64Array, start = 0): void {
  const codec: ElementCodec = elementTypes[dtype];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.length / codec.bytes);
  for (let index = 0; index < count; index++) out[start + index] = codec.read(view, index * codec.bytes);
}

/** IEEE 754 binary16: 1 sign bit, 5 of exponent (bias 15), 10 of fraction. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (0x400 + fraction) * 2 ** (exponent - 25);
}

const scratch = new DataView(new ArrayBuffer(4));

/** bfloat16 is the upper half of a float32. */
function bfloat16(bits: number): number {
  scratch.setUint16(0, bits);
  return scratch.getFloat32(0);
}
