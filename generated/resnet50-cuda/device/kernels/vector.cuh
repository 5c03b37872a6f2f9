// Linear layers of few rows, which are bound by reading their weights: a block computes K::columns outputs of one row,
// each in K::slices slices of the terms. With K::of_mean the row is the mean over the pixels of an image, computed here.
// Weights are [term][output], filled up to fours.
#ifndef NETWRIGHT_VECTOR
#define NETWRIGHT_VECTOR

#include "finish.cuh"
#include "sums.cuh"

namespace netwright {
namespace {

template <class K>
KERNEL(K::threads, 1)
vector(In<typename K::Real> x, In<typename K::Real> w, In<float> b, Operands<typename K::Real, K::Operands::count> r,
       Out<typename K::Real> y) {
  using X = typename K::X;
  using Y = typename K::Y;
  constexpr int terms = X::channels;
  constexpr int across = K::columns / 4;
  constexpr int quads = ceil_div<Y::channels, 4>;
  static_assert(across * K::slices == K::threads, "threads cover the tile");
  const int thread = static_cast<int>(threadIdx.x);
  const int quad = static_cast<int>(blockIdx.y) * across + thread % across;
  const int slice = thread / across;
  const Place place = place_of<Y>(static_cast<int>(blockIdx.x));

  // The row, then the sums of every slice.
  float* const row = reinterpret_cast<float*>(shared_memory());
  float* const partial = row + ceil_div<terms, 4> * 4;
  if constexpr (K::of_mean) {
    // Row `n` of the layer, which is column `n` of its result, is the mean of image `n`: of as many channels at a time as
    // are loaded together.
    constexpr int lanes = X::Steps::template vector<X::channels, 16 / static_cast<int>(sizeof(typename K::Real))>;
    for (int term = thread * lanes; term < terms; term += K::threads * lanes) {
      LongSums<X::height * X::width, lanes> sums;
#pragma unroll 7
      for (int pixel = 0; pixel < X::height * X::width; ++pixel) {
        const auto seen = load<lanes>(x, X::at(place.column, term, pixel / X::width, pixel % X::width));
        sums.take([&](int lane) { return to_float(seen.lane[lane]); });
      }
#pragma unroll
      for (int lane = 0; lane < lanes; ++lane) {
        row[term + lane] = sums.total(lane) / static_cast<float>(X::height * X::width);
      }
    }
  } else {
    for (int term = thread; term < terms; term += K::threads) {
      row[term] = to_float(x[X::at(place.image, term, place.row, place.column)]);
    }
  }
  barrier();

  float sums[4] = {};
  if (quad < quads) {
#pragma unroll 8
    for (int term = slice; term < terms; term += K::slices) {
      const auto four = load<4>(w, (term * quads + quad) * 4);
#pragma unroll
      for (int lane = 0; lane < 4; ++lane) sums[lane] = fmaf(row[term], to_float(four.lane[lane]), sums[lane]);
    }
  }
#pragma unroll
  for (int lane = 0; lane < 4; ++lane) partial[slice * K::columns + thread % across * 4 + lane] = sums[lane];
  barrier();

  for (int column = thread; column < K::columns; column += K::threads) {
    const int channel = static_cast<int>(blockIdx.y) * K::columns + column;
    if (channel >= Y::channels) continue;
    float total[1] = {K::biased ? b[channel] : 0.0F};
    for (int each = 0; each < K::slices; ++each) total[0] += partial[each * K::columns + column];
    store_result<K, 1>(total, r, y, place, channel);
  }
}

}  // namespace
}  // namespace netwright

#endif
