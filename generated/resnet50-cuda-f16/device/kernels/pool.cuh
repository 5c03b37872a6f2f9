// Pooling: a thread for each result, or for as many channels of a pixel as are loaded together.
#ifndef NETWRIGHT_POOL
#define NETWRIGHT_POOL

#include "finish.cuh"
#include "sums.cuh"

namespace netwright {
namespace {

// The largest (K::is_max) or mean value of windows. Means count what lies in padding with K::counts_padding; what
// windows that go on beyond it cover never counts.
template <class K>
KERNEL(K::threads, 1)
pool(In<typename K::Real> x, Operands<typename K::Real, K::Operands::count> r, Out<typename K::Real> y) {
  using X = typename K::X;
  using Y = typename K::Y;
  using Vertical = typename K::Window::Vertical;
  using Horizontal = typename K::Window::Horizontal;
  constexpr int lanes = X::Steps::template vector<X::channels, result_lanes<K>>;
  constexpr int per_pixel = Y::channels / lanes;
  const int thread = static_cast<int>(blockIdx.x) * K::threads + static_cast<int>(threadIdx.x);
  if (thread >= Y::pixels * per_pixel) return;
  const int channel = thread % per_pixel * lanes;
  const Place place = place_of<Y>(thread / per_pixel);

  float result[lanes];
  LongSums<K::is_max ? 1 : K::Window::taps, lanes> sums;
  int counted = 0;
#pragma unroll
  for (int lane = 0; lane < lanes; ++lane) result[lane] = -INFINITY;
  for (int u = 0; u < Vertical::kernel; ++u) {
    for (int v = 0; v < Horizontal::kernel; ++v) {
      const int row = place.row * Vertical::stride - Vertical::before + u * Vertical::dilation;
      const int column = place.column * Horizontal::stride - Horizontal::before + v * Horizontal::dilation;
      if (K::counts_padding && row < X::height + Vertical::behind && column < X::width + Horizontal::behind) ++counted;
      if (!is_inside<X>(row, column)) continue;
      if (!K::counts_padding) ++counted;
      const auto seen = load<lanes>(x, X::at(place.image, channel, row, column));
      if constexpr (K::is_max) {
#pragma unroll
        for (int lane = 0; lane < lanes; ++lane) result[lane] = maximum(result[lane], to_float(seen.lane[lane]));
      } else {
        sums.take([&](int lane) { return to_float(seen.lane[lane]); });
      }
    }
  }
  if constexpr (!K::is_max) {
#pragma unroll
    for (int lane = 0; lane < lanes; ++lane) result[lane] = sums.total(lane) / static_cast<float>(counted);
  }
  store_result<K, lanes>(result, r, y, place, channel);
}

// Means over windows that divide the image as evenly as can be: from floor(i H / h) to ceil((i + 1) H / h).
template <class K>
KERNEL(K::threads, 1)
adaptive_pool(In<typename K::Real> x, Operands<typename K::Real, K::Operands::count> r, Out<typename K::Real> y) {
  using X = typename K::X;
  using Y = typename K::Y;
  constexpr int lanes = X::Steps::template vector<X::channels, result_lanes<K>>;
  constexpr int per_pixel = Y::channels / lanes;
  const int thread = static_cast<int>(blockIdx.x) * K::threads + static_cast<int>(threadIdx.x);
  if (thread >= Y::pixels * per_pixel) return;
  const int channel = thread % per_pixel * lanes;
  const Place place = place_of<Y>(thread / per_pixel);
  const int top = place.row * X::height / Y::height;
  const int bottom = ((place.row + 1) * X::height + Y::height - 1) / Y::height;
  const int left = place.column * X::width / Y::width;
  const int right = ((place.column + 1) * X::width + Y::width - 1) / Y::width;

  // As many numbers as the largest window has places.
  constexpr int most = ((X::height - 1) / Y::height + 2) * ((X::width - 1) / Y::width + 2);
  LongSums<Y::height * Y::width == 1 ? X::height * X::width : most, lanes> sums;
  for (int row = top; row < bottom; ++row) {
#pragma unroll 4
    for (int column = left; column < right; ++column) {
      const auto seen = load<lanes>(x, X::at(place.image, channel, row, column));
      sums.take([&](int lane) { return to_float(seen.lane[lane]); });
    }
  }
  float total[lanes];
#pragma unroll
  for (int lane = 0; lane < lanes; ++lane) {
    total[lane] = sums.total(lane) / static_cast<float>((bottom - top) * (right - left));
  }
  store_result<K, lanes>(total, r, y, place, channel);
}

}  // namespace
}  // namespace netwright

#endif
