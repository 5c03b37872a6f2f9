// Products on tensor cores: warps of 32 threads multiply a of 16 rows and b of 8 columns, 32 bytes of terms at a time.
// Lane l holds, of a, chunk halves of rows l / 4 and l / 4 + 8, and of b those of column l / 4; of the sums, rows l / 4
// (d[0], d[1]) and l / 4 + 8 (d[2], d[3]) in columns 2 (l % 4) and the next.
#ifndef NETWRIGHT_MULTIPLY
#define NETWRIGHT_MULTIPLY

#include "geometry.cuh"

namespace netwright {
namespace {

DEVICE float bits_to_float(unsigned bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// float16, summed in float32.
struct Float16 {
  using Real = half;
  DEVICE static void multiply(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) { mma_f16(d, a, b); }
};

// TF32: float32 whose mantissa is rounded to 10 bits, summed in float32.
struct Tf32 {
  using Real = float;
  DEVICE static void multiply(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
    unsigned near_a[4], near_b[2];
#pragma unroll
    for (int i = 0; i < 4; ++i) near_a[i] = round_tf32(bits_to_float(a[i]));
#pragma unroll
    for (int i = 0; i < 2; ++i) near_b[i] = round_tf32(bits_to_float(b[i]));
    mma_tf32(d, near_a, near_b);
  }
};

// 3xTF32: each factor is the sum of two numbers of TF32, x = near + rest, and three of the four products are formed:
// a b = near_a near_b + near_a rest_b + rest_a near_b. The fourth is below what float32 holds.
struct ThreeTf32 {
  using Real = float;
  DEVICE static void multiply(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
    unsigned near_a[4], rest_a[4], near_b[2], rest_b[2];
#pragma unroll
    for (int i = 0; i < 4; ++i) split(a[i], near_a[i], rest_a[i]);
#pragma unroll
    for (int i = 0; i < 2; ++i) split(b[i], near_b[i], rest_b[i]);
    // The small ones first.
    mma_tf32(d, rest_a, near_b);
    mma_tf32(d, near_a, rest_b);
    mma_tf32(d, near_a, near_b);
  }

 private:
  DEVICE static void split(unsigned bits, unsigned& near, unsigned& rest) {
    const float value = bits_to_float(bits);
    near = round_tf32(value);
    rest = round_tf32(value - bits_to_float(near));
  }
};

// Writes a warp's sums to shared memory, rows `pitch` apart.
template <int pitch, int down, int across>
DEVICE void keep_pieces(float* to, const float (&sums)[down][across][4], int lane) {
#pragma unroll
  for (int i = 0; i < down; ++i) {
#pragma unroll
    for (int j = 0; j < across; ++j) {
      const int at = (i * 16 + lane / 4) * pitch + j * 8 + lane % 4 * 2;
      store<2>(to, at, Pack<float, 2>{{sums[i][j][0], sums[i][j][1]}});
      store<2>(to, at + 8 * pitch, Pack<float, 2>{{sums[i][j][2], sums[i][j][3]}});
    }
  }
}

}  // namespace
}  // namespace netwright

#endif
