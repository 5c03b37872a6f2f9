// Convolutions and linear layers as implicit matrix products on tensor cores. Each warp sums K::warp_rows pixels by
// K::warp_columns output channels, in pieces of 16 by 8; K::Multiply says in what numbers.
#ifndef NETWRIGHT_IGEMM_MMA
#define NETWRIGHT_IGEMM_MMA

#include "multiply.cuh"
#include "pipeline.cuh"
#include "tile_result.cuh"

namespace netwright {
namespace {

template <class K>
KERNEL(K::threads, K::resident)
igemm_mma(In<typename K::Real> x, In<typename K::Real> joined, In<typename K::Real> w, In<float> b,
          Operands<typename K::Real, K::Operands::count> r, Out<typename K::Real> y, Out<float> partials,
          unsigned* tickets) {
  using Real = typename K::Real;
  using Layout = TileLayout<Real, K::depth>;
  using Result = TileResult<K>;
  constexpr int warps_across = K::columns / K::warp_columns;
  constexpr int pieces_down = K::warp_rows / 16;
  constexpr int pieces_across = K::warp_columns / 8;
  static_assert(K::rows / K::warp_rows * warps_across * 32 == K::threads, "warps cover the tile");
  static_assert(pieces_across % 2 == 0, "weights are loaded for two pieces at a time");
  const int lane = static_cast<int>(threadIdx.x) % 32;
  const int warp = static_cast<int>(threadIdx.x) / 32;
  const int row = warp / warps_across * K::warp_rows;
  const int column = warp % warps_across * K::warp_columns;
  // Tiles of the same pixels follow one another: what they read of the image is then still in the cache.
  constexpr int tiles_across = ceil_div<K::Y::channels, K::columns>;
  const int first_pixel = static_cast<int>(blockIdx.x) / tiles_across * K::rows;
  const int first_channel = static_cast<int>(blockIdx.x) % tiles_across * K::columns;

  // Where this lane's rows of matrices begin. Of x, rows 0 to 7 and 8 to 15 of a chunk, then of the next; of w, both
  // chunks of channels 0 to 7, then of 8 to 15. Sixteen rows further on chunks are in the same places.
  int x_at[Layout::chunks / 2];
  int w_at[Layout::chunks / 2];
#pragma unroll
  for (int pair = 0; pair < Layout::chunks / 2; ++pair) {
    x_at[pair] = Layout::at(row + lane % 16, pair * 2 + lane / 16);
    w_at[pair] = Layout::at(column + lane / 16 * 8 + lane % 8, pair * 2 + lane / 8 % 2);
  }

  float sums[pieces_down][pieces_across][4] = {};

  Pipeline<K>::run(
      x, joined, w, first_pixel, first_channel, static_cast<int>(blockIdx.y),
      [&](const Real* tile_x, const Real* tile_w) {
#pragma unroll
        for (int pair = 0; pair < Layout::chunks / 2; ++pair) {
          unsigned a[pieces_down][4];
#pragma unroll
          for (int i = 0; i < pieces_down; ++i) ldsm4(a[i], tile_x + x_at[pair] + i * 16 * K::depth);
          unsigned b[pieces_across][2];
#pragma unroll
          for (int j = 0; j < pieces_across; j += 2) {
            unsigned two[4];
            ldsm4(two, tile_w + w_at[pair] + j * 8 * K::depth);
            b[j][0] = two[0];
            b[j][1] = two[1];
            b[j + 1][0] = two[2];
            b[j + 1][1] = two[3];
          }
#pragma unroll
          for (int i = 0; i < pieces_down; ++i) {
#pragma unroll
            for (int j = 0; j < pieces_across; ++j) K::Multiply::multiply(sums[i][j], a[i], b[j]);
          }
        }
      });

  keep_pieces<Result::pitch>(Result::sums() + row * Result::pitch + column, sums, lane);
  barrier();
  const Pixels<typename K::Y> where{first_pixel};
  if constexpr (K::splits > 1) {
    Result::finish_split(b, r, y, first_channel, where, partials, tickets);
  } else {
    Result::finish(b, r, y, first_channel, where);
  }
}

}  // namespace
}  // namespace netwright

#endif
