/**
 * Float32 to float16 and back, IEEE 754, to the nearest and of two nearest to the even one. Not every JavaScript has
 * `Float16Array`.
 */
/** The bits of the float16 nearest to a number. What is too large becomes infinite, what is no number stays none. */
export declare function toHalf(value: number): number;
/** The number that bits of a float16 stand for. */
export declare function fromHalf(half: number): number;
/** Float32 numbers as float16, an even number of them: buffers are written in fours of bytes. */
export declare function toHalves(values: Float32Array): Uint16Array;
/** Float16 numbers as float32. */
export declare function fromHalves(halves: Uint16Array): Float32Array;
