// Convolutions of shallow images under wide windows, in float32 on ordinary cores: the patch and all weights of the
// block's output channels lie in shared memory. Weights are [tap][channel][output channel], filled up to fours.
#ifndef NETWRIGHT_PATCH_SIMT
#define NETWRIGHT_PATCH_SIMT

#include "patch.cuh"

namespace netwright {
namespace {

template <class K>
KERNEL(K::threads, 1)
patch_simt(In<typename K::Real> x, In<typename K::Real> w, In<float> b,
           Operands<typename K::Real, K::Operands::count> r, Out<typename K::Real> y) {
  using X = typename K::X;
  using Vertical = typename K::Window::Vertical;
  using Horizontal = typename K::Window::Horizontal;
  using Result = TileResult<K>;
  using Area = Patch<K>;
  constexpr int terms = K::Window::taps * X::channels;
  constexpr int across = K::columns / K::thread_columns;
  constexpr int down = K::rows / K::thread_rows;
  constexpr int quads = K::thread_columns / 4;
  constexpr int patch_elements = Area::height * Area::width * X::channels;
  constexpr int side_channels = ceil_div<K::Y::channels, 4> * 4;
  static_assert(across * down == K::threads, "threads cover the tile");
  const int thread = static_cast<int>(threadIdx.x);
  const int first_channel = static_cast<int>(blockIdx.y) * K::columns;
  const Area area;

  // [term][output channel], then [channel][row][column].
  float* const side = reinterpret_cast<float*>(shared_memory());
  float* const patch = side + terms * K::columns;
  for (int at = thread; at < terms * K::columns; at += K::threads) {
    const int channel = first_channel + at % K::columns;
    side[at] = channel < side_channels ? to_float(w[at / K::columns * side_channels + channel]) : 0.0F;
  }
  for (int at = thread; at < patch_elements; at += K::threads) {
    const int channel = at / (Area::height * Area::width);
    patch[at] = to_float(area.at(x, channel, at / Area::width % Area::height, at % Area::width));
  }
  barrier();

  const int row = thread / across;
  const int column = thread % across;
  float sums[K::thread_rows][K::thread_columns] = {};
  for (int channel = 0; channel < X::channels; ++channel) {
    for (int u = 0; u < Vertical::kernel; ++u) {
#pragma unroll
      for (int v = 0; v < Horizontal::kernel; ++v) {
        const int term = (u * Horizontal::kernel + v) * X::channels + channel;
        Pack<float, 4> factors[quads];
#pragma unroll
        for (int j = 0; j < quads; ++j) factors[j] = load<4>(side, term * K::columns + (column + j * across) * 4);
#pragma unroll
        for (int i = 0; i < K::thread_rows; ++i) {
          const int pixel = row + i * down;
          const int line = channel * Area::height + Area::row(pixel) + u * Vertical::dilation;
          const float seen = patch[line * Area::width + Area::column(pixel) + v * Horizontal::dilation];
#pragma unroll
          for (int j = 0; j < K::thread_columns; ++j) {
            sums[i][j] = fmaf(seen, factors[j / 4].lane[j % 4], sums[i][j]);
          }
        }
      }
    }
  }

  barrier();
#pragma unroll
  for (int i = 0; i < K::thread_rows; ++i) {
#pragma unroll
    for (int j = 0; j < K::thread_columns; ++j) {
      const int to = (column + j / 4 * across) * 4 + j % 4;
      Result::sums()[(row + i * down) * Result::pitch + to] = sums[i][j];
    }
  }
  barrier();
  Result::finish(b, r, y, first_channel, area);
}

}  // namespace
}  // namespace netwright

#endif
