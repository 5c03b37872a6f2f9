/** Relaxed SIMD: whether an engine has it, and whether kernels ask for it. */

/** `f32x4.relaxed_madd`, as the binary format writes it. */
const relaxedMadd = [253, 133, 2] as const;

/** A function that adds a product to a vector. */
const sumOfProduct = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, ...relaxedMadd, 11],
);

/** Whether this engine has relaxed SIMD. */
export const hasRelaxedSimd = (): boolean => WebAssembly.validate(sumOfProduct);

/** Whether a module that does not compile looks as if it needed relaxed SIMD. */
export const seemsRelaxed = (module: Uint8Array): boolean =>
  module.some((byte, i) => byte === relaxedMadd[0] && relaxedMadd.every((each, j) => module[i + j] === each));
