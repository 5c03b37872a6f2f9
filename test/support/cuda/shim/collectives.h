/**
 * What a warp does as one. A lane brings where its operands are and waits; the last of 32 does the work of all.
 *
 * Lanes that meet at different lines of the source have diverged, and fail.
 */

#ifndef NETWRIGHT_SHIM_COLLECTIVES
#define NETWRIGHT_SHIM_COLLECTIVES

#include "half.h"

namespace shim {

struct MatrixRow {
  unsigned* result;
  const void* row;
};

struct Fragments {
  float* d;
  const unsigned* a;
  const unsigned* b;
};

/** Does the work of 32 lanes, from an array of 32 pointers to what each has brought. */
using Collective = void(void* const* operands);

Collective load_matrices, multiply_f16, multiply_tf32;

void meet_warp(Collective* collective, int line, void* operands);

}  // namespace shim

inline void ldsm4(unsigned (&r)[4], const void* row, int line = __builtin_LINE()) {
  shim::MatrixRow operands{r, row};
  shim::meet_warp(shim::load_matrices, line, &operands);
}

inline void mma_f16(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2], int line = __builtin_LINE()) {
  shim::Fragments operands{d, a, b};
  shim::meet_warp(shim::multiply_f16, line, &operands);
}

inline void mma_tf32(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2], int line = __builtin_LINE()) {
  shim::Fragments operands{d, a, b};
  shim::meet_warp(shim::multiply_tf32, line, &operands);
}

/** To 10 bits of mantissa, to nearest, ties away from zero, as `cvt.rna.tf32.f32`. */
inline unsigned round_tf32(float value) {
  const unsigned bits = shim::bits_of(value);
  if ((bits & 0x7fffffff) > 0x7f800000) return 0x7fffffff;  // CUDA's one NaN
  // A carry into the exponent is right: the next larger number has that mantissa.
  return (bits + 0x1000) & ~0x1fffu;
}

#endif
