// Convolutions and linear layers as implicit matrix products, in float32 on ordinary cores. Each thread sums
// K::thread_rows pixels by K::thread_columns output channels, four terms at a time.
#ifndef NETWRIGHT_IGEMM_SIMT
#define NETWRIGHT_IGEMM_SIMT

#include "pipeline.cuh"
#include "tile_result.cuh"

namespace netwright {
namespace {

template <class K>
KERNEL(K::threads, K::resident)
igemm_simt(In<typename K::Real> x, In<typename K::Real> joined, In<typename K::Real> w, In<float> b,
           Operands<typename K::Real, K::Operands::count> r, Out<typename K::Real> y, Out<float> partials,
           unsigned* tickets) {
  using Real = typename K::Real;
  using Layout = TileLayout<Real, K::depth>;
  using Result = TileResult<K>;
  // Threads side by side, and one over the other. Each has every so many rows and columns of the tile; the lanes of a warp
  // are 4 by 8 of them, so that they read few lines of shared memory together.
  constexpr int across = K::columns / K::thread_columns;
  constexpr int down = K::rows / K::thread_rows;
  constexpr int warps_across = across / 8;
  static_assert(across * down == K::threads && across % 8 == 0 && down % 4 == 0, "warps cover the tile");
  const int lane = static_cast<int>(threadIdx.x) % 32;
  const int warp = static_cast<int>(threadIdx.x) / 32;
  const int row = warp / warps_across * 4 + lane / 8;
  const int column = warp % warps_across * 8 + lane % 8;
  // Tiles of the same pixels follow one another: what they read of the image is then still in the cache.
  constexpr int tiles_across = ceil_div<K::Y::channels, K::columns>;
  const int first_pixel = static_cast<int>(blockIdx.x) / tiles_across * K::rows;
  const int first_channel = static_cast<int>(blockIdx.x) % tiles_across * K::columns;

  float sums[K::thread_rows][K::thread_columns] = {};

  const auto four = [](const Real* tile, int line, int term, float (&values)[4]) {
    const int at = Layout::at(line, term / Layout::per_chunk) + term % Layout::per_chunk;
    const auto pack = load<4>(tile, at);
#pragma unroll
    for (int i = 0; i < 4; ++i) values[i] = to_float(pack.lane[i]);
  };

  Pipeline<K>::run(x, joined, w, first_pixel, first_channel, static_cast<int>(blockIdx.y),
                   [&](const Real* tile_x, const Real* tile_w) {
#pragma unroll
                     for (int term = 0; term < K::depth; term += 4) {
                       float side[K::thread_columns][4];
#pragma unroll
                       for (int j = 0; j < K::thread_columns; ++j) four(tile_w, column + j * across, term, side[j]);
#pragma unroll
                       for (int i = 0; i < K::thread_rows; ++i) {
                         float seen[4];
                         four(tile_x, row + i * down, term, seen);
#pragma unroll
                         for (int j = 0; j < K::thread_columns; ++j) {
#pragma unroll
                           for (int k = 0; k < 4; ++k) sums[i][j] = fmaf(seen[k], side[j][k], sums[i][j]);
                         }
                       }
                     }
                   });

#pragma unroll
  for (int i = 0; i < K::thread_rows; ++i) {
#pragma unroll
    for (int j = 0; j < K::thread_columns; ++j) {
      Result::sums()[(row + i * down) * Result::pitch + column + j * across] = sums[i][j];
    }
  }
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
