// Convolutions of shallow images under wide windows on tensor cores, such as the first of a network. In shared memory
// pixels have four channels, those that the image lacks are zero, and rows of the window are filled up with taps of
// weight zero: so the terms of a row lie side by side in the patch, which itself is the matrix that is multiplied.
// Weights come as [tap][channel][output channel], filled up to fours.
#ifndef NETWRIGHT_PATCH_MMA
#define NETWRIGHT_PATCH_MMA

#include "multiply.cuh"
#include "patch.cuh"

namespace netwright {
namespace {

template <class K>
KERNEL(K::threads, 1)
patch_mma(In<typename K::Real> x, In<typename K::Real> w, In<float> b,
          Operands<typename K::Real, K::Operands::count> r, Out<typename K::Real> y) {
  using Real = typename K::Real;
  using X = typename K::X;
  using Vertical = typename K::Window::Vertical;
  using Horizontal = typename K::Window::Horizontal;
  using Result = TileResult<K>;
  using Area = Patch<K>;
  constexpr int size = static_cast<int>(sizeof(Real));
  // Terms that are multiplied at a time, and the taps of a row that make whole multiples of them.
  constexpr int step = 32 / size;
  constexpr int taps = ceil_div<Horizontal::kernel * 4, step> * step / 4;
  constexpr int row_terms = taps * 4;
  constexpr int terms = Vertical::kernel * row_terms;
  // Rows of weights are an odd number of chunks of 16 bytes apart, so that eight of them lie in different banks.
  constexpr int side_pitch = terms + 16 / size;
  constexpr int width = (K::across - 1) * Horizontal::stride + taps;
  constexpr int side_channels = ceil_div<K::Y::channels, 4> * 4;
  constexpr int warps_across = K::columns / K::warp_columns;
  constexpr int pieces_down = K::warp_rows / 16;
  constexpr int pieces_across = K::warp_columns / 8;
  static_assert(X::channels <= 4 && Horizontal::dilation == 1, "a row's terms lie side by side");
  static_assert(K::rows / K::warp_rows * warps_across * 32 == K::threads, "warps cover the tile");
  static_assert(pieces_across % 2 == 0, "weights are loaded for two pieces at a time");
  const int thread = static_cast<int>(threadIdx.x);
  const int first_channel = static_cast<int>(blockIdx.y) * K::columns;
  const Area area;

  // [output channel][row of the window][tap][channel], then [row][column][channel].
  Real* const side = reinterpret_cast<Real*>(shared_memory());
  Real* const patch = side + K::columns * side_pitch;
  const Real zero = from_float<Real>(0.0F);
  for (int at = thread; at < K::columns * side_pitch * size / 16; at += K::threads) {
    store<4>(reinterpret_cast<float*>(side), at * 4, Pack<float, 4>{});
  }
  barrier();
  // Four output channels at a time, which lie side by side.
  for (int at = thread; at < K::Window::taps * X::channels * K::columns / 4; at += K::threads) {
    const int column = at % (K::columns / 4) * 4;
    const int from = at / (K::columns / 4);
    if (first_channel + column >= side_channels) continue;
    const auto four = load<4>(w, from * side_channels + first_channel + column);
    const int tap = from / X::channels;
    const int term = tap / Horizontal::kernel * row_terms + tap % Horizontal::kernel * 4 + from % X::channels;
#pragma unroll
    for (int i = 0; i < 4; ++i) side[(column + i) * side_pitch + term] = four.lane[i];
  }
  for (int at = thread; at < 4 * Area::height * width; at += K::threads) {
    // Columns first, as images lie that come from outside.
    const int column = at % width;
    const int row = at / width % Area::height;
    const int channel = at / (width * Area::height);
    const bool is_there = channel < X::channels && column < Area::width;
    patch[(row * width + column) * 4 + channel] = is_there ? area.at(x, channel, row, column) : zero;
  }
  barrier();

  const int lane = thread % 32;
  const int warp = thread / 32;
  const int row = warp / warps_across * K::warp_rows;
  const int column = warp % warps_across * K::warp_columns;
  float sums[pieces_down][pieces_across][4] = {};
  for (int u = 0; u < Vertical::kernel; ++u) {
#pragma unroll
    for (int first = 0; first < row_terms; first += step) {
      unsigned a[pieces_down][4];
#pragma unroll
      for (int i = 0; i < pieces_down; ++i) {
#pragma unroll
        for (int half_rows = 0; half_rows < 2; ++half_rows) {
          const int pixel = row + i * 16 + half_rows * 8 + lane / 4;
          const int line = Area::row(pixel) + u * Vertical::dilation;
          const int from = (line * width + Area::column(pixel)) * 4 + first;
          const unsigned* const words = reinterpret_cast<const unsigned*>(patch) + from * size / 4 + lane % 4;
          a[i][half_rows] = words[0];
          a[i][2 + half_rows] = words[4];
        }
      }
#pragma unroll
      for (int j = 0; j < pieces_across; j += 2) {
        unsigned two[4];
        const int line = column + j * 8 + lane / 16 * 8 + lane % 8;
        ldsm4(two, side + line * side_pitch + u * row_terms + first + lane / 8 % 2 * (step / 2));
        const unsigned b0[2] = {two[0], two[1]};
        const unsigned b1[2] = {two[2], two[3]};
#pragma unroll
        for (int i = 0; i < pieces_down; ++i) {
          K::Multiply::multiply(sums[i][j], a[i], b0);
          K::Multiply::multiply(sums[i][j + 1], a[i], b1);
        }
      }
    }
  }

  barrier();
  keep_pieces<Result::pitch>(Result::sums() + row * Result::pitch + column, sums, lane);
  barrier();
  Result::finish(b, r, y, first_channel, area);
}

}  // namespace
}  // namespace netwright

#endif
