/**
 * Float32 to float16 and back, IEEE 754, to the nearest and of two nearest to the even one. Not every JavaScript has
 * `Float16Array`.
 */
const number = new Float32Array(1);
const bits = new Uint32Array(number.buffer);
/** The bits of the float16 nearest to a number. What is too large becomes infinite, what is no number stays none. */
export function toHalf(value) {
    number[0] = value;
    const word = bits[0];
    const sign = (word >>> 16) & 0x8000;
    const magnitude = word & 0x7fffffff;
    // Infinite, or no number at all: then a bit of the fraction stays set.
    if (magnitude >= 0x7f800000)
        return sign | 0x7c00 | (magnitude > 0x7f800000 ? 0x200 : 0);
    // From half a unit above the largest float16 on.
    if (magnitude >= 0x477ff000)
        return sign | 0x7c00;
    // Normal numbers: 13 bits of the fraction go, rounded; a carry into the exponent is right as it is.
    if (magnitude >= 0x38800000) {
        const half = 0xfff + ((magnitude >>> 13) & 1);
        return sign | ((magnitude - 0x38000000 + half) >>> 13);
    }
    // Below, units of 2 ** -24, which is the last bit of float32 from 0.5 on.
    number[0] = 0.5 + Math.abs(number[0]);
    return sign | (bits[0] - 0x3f000000);
}
/** The number that bits of a float16 stand for. */
export function fromHalf(half) {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0)
        return sign * fraction * 2 ** -24;
    if (exponent === 0x1f)
        return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
/** Float32 numbers as float16, an even number of them: buffers are written in fours of bytes. */
export function toHalves(values) {
    const result = new Uint16Array(values.length + (values.length & 1));
    for (let i = 0; i < values.length; i++)
        result[i] = toHalf(values[i]);
    return result;
}
/** Float16 numbers as float32. */
export function fromHalves(halves) {
    const result = new Float32Array(halves.length);
    for (let i = 0; i < halves.length; i++)
        result[i] = fromHalf(halves[i]);
    return result;
}
