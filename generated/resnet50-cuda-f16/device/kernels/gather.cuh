// Implicit im2col: what sums read of an image, as rows of terms. Row r of a tile are the terms of pixel r: tap by tap,
// the channels under each, zeros outside the image and behind the last term. Nothing of it is ever in memory but the
// tiles in shared memory.
#ifndef NETWRIGHT_GATHER
#define NETWRIGHT_GATHER

#include <type_traits>

#include "geometry.cuh"

namespace netwright {
namespace {

// How tiles lie in shared memory: rows of `depth` terms in chunks of 16 bytes. Chunks of a row change places by XOR, so
// that eight rows' chunks of one number, which are read together, lie in different banks.
template <class Real, int depth>
struct TileLayout {
  static constexpr int per_chunk = 16 / static_cast<int>(sizeof(Real));
  static constexpr int chunks = depth / per_chunk;
  static_assert(chunks >= 1 && chunks <= 8 && (chunks & (chunks - 1)) == 0, "rows are 16 to 128 bytes");

  // The place, in elements, of a chunk of a row.
  DEVICE static int at(int row, int chunk) {
    return row * depth + (chunk ^ static_cast<int>(static_cast<unsigned>(row) / (8 / chunks) % chunks)) * per_chunk;
  }
};

// Copies `lanes` elements into shared memory, or zeros. Fewer than 4 bytes are stored at once, others on the way.
template <int lanes, class Real, class View>
DEVICE void copy_lanes(Real* to, View from, int at, bool valid) {
  constexpr int bytes = lanes * static_cast<int>(sizeof(Real));
  if constexpr (bytes >= 4) {
    cp_async<bytes>(to, from, at, valid);
  } else {
    *to = valid ? from[at] : from_float<Real>(0.0F);
  }
}

// How a tile of rows by `depth` terms is shared among threads: each copies one column of `lanes` terms, of every so many
// rows.
template <class Real, int rows, int depth, int lanes, int threads>
struct Share {
  static constexpr int columns = depth / lanes;
  static constexpr int step = threads / columns;
  static constexpr int each = ceil_div<rows, step>;
  static_assert(threads % columns == 0, "a thread has one column");

  DEVICE static int row(int i) { return static_cast<int>(threadIdx.x) / columns + i * step; }
  DEVICE static int term() { return static_cast<int>(threadIdx.x) % columns * lanes; }
  DEVICE static int place(int i) {
    using Layout = TileLayout<Real, depth>;
    return Layout::at(row(i), term() / Layout::per_chunk) + term() % Layout::per_chunk;
  }
  DEVICE static bool has(int i) { return rows % step == 0 || row(i) < rows; }
};

// Tiles of an image X under windows W; the pixels are those of Y.
template <class Real, class X, class Y, class W, int rows, int depth, int threads>
struct AnyGather {
  using Vertical = typename W::Vertical;
  using Horizontal = typename W::Horizontal;
  static constexpr int terms = W::taps * X::channels;
  // Terms copied at a time: all under one tap.
  static constexpr int lanes = X::Steps::template vector<X::channels, 16 / static_cast<int>(sizeof(Real))>;
  using Mine = Share<Real, rows, depth, lanes, threads>;

  // Of each row of this thread: its image, or -1 where there is no such pixel, and where its window begins.
  int image[Mine::each];
  int top[Mine::each];
  int left[Mine::each];

  DEVICE explicit AnyGather(int first_pixel) {
#pragma unroll
    for (int i = 0; i < Mine::each; ++i) {
      const int pixel = first_pixel + Mine::row(i);
      const Place place = place_of<Y>(pixel);
      image[i] = Mine::has(i) && pixel < Y::pixels ? place.image : -1;
      top[i] = place.row * Vertical::stride - Vertical::before;
      left[i] = place.column * Horizontal::stride - Horizontal::before;
    }
  }

  // Begins to copy terms `first` to `first + depth` of all rows.
  template <class View>
  DEVICE void copy(View x, int first, Real* tile) const {
    const int term = first + Mine::term();
    const int tap = W::is_point ? 0 : term / X::channels;
    const int channel = W::is_point ? term : term % X::channels;
    const int down = tap / Horizontal::kernel * Vertical::dilation;
    const int right = tap % Horizontal::kernel * Horizontal::dilation;
    const bool is_term = terms % depth == 0 || term < terms;
#pragma unroll
    for (int i = 0; i < Mine::each; ++i) {
      if (!Mine::has(i)) continue;
      const int row = top[i] + down;
      const int column = left[i] + right;
      const bool valid = is_term && image[i] >= 0 && (W::is_point || is_inside<X>(row, column));
      copy_lanes<lanes>(tile + Mine::place(i), x, X::at(image[i], channel, row, column), valid);
    }
  }
};

// The same where all terms of a tile are under one tap, as in most layers: rows then have one place and a bit for each
// tap, and what a tap adds to the place is the same for all of them.
template <class Real, class X, class Y, class W, int rows, int depth, int threads>
struct TapGather {
  using Vertical = typename W::Vertical;
  using Horizontal = typename W::Horizontal;
  static constexpr int terms = W::taps * X::channels;
  static constexpr int lanes = X::Steps::template vector<X::channels, 16 / static_cast<int>(sizeof(Real))>;
  using Mine = Share<Real, rows, depth, lanes, threads>;

  // Of each row of this thread: where its window begins, maybe outside the image, and which taps lie inside.
  int begin[Mine::each];
  unsigned inside[Mine::each];

  DEVICE explicit TapGather(int first_pixel) {
#pragma unroll
    for (int i = 0; i < Mine::each; ++i) {
      const int pixel = first_pixel + Mine::row(i);
      const Place place = place_of<Y>(pixel);
      const int top = place.row * Vertical::stride - Vertical::before;
      const int left = place.column * Horizontal::stride - Horizontal::before;
      begin[i] = X::at(place.image, Mine::term(), top, left);
      inside[i] = 0;
#pragma unroll
      for (int tap = 0; tap < W::taps; ++tap) {
        const int row = top + tap / Horizontal::kernel * Vertical::dilation;
        const int column = left + tap % Horizontal::kernel * Horizontal::dilation;
        if (W::is_point || is_inside<X>(row, column)) inside[i] |= 1U << tap;
      }
      if (!Mine::has(i) || pixel >= Y::pixels) inside[i] = 0;
    }
  }

  // Begins to copy terms `first` to `first + depth` of all rows.
  template <class View>
  DEVICE void copy(View x, int first, Real* tile) const {
    const int tap = W::is_point ? 0 : first / X::channels;
    const int down = tap / Horizontal::kernel * Vertical::dilation;
    const int right = tap % Horizontal::kernel * Horizontal::dilation;
    const int further = X::at(0, first - tap * X::channels, down, right);
#pragma unroll
    for (int i = 0; i < Mine::each; ++i) {
      if (!Mine::has(i)) continue;
      copy_lanes<lanes>(tile + Mine::place(i), x, begin[i] + further, (inside[i] >> tap & 1U) != 0);
    }
  }
};

template <class Real, class X, class Y, class W, int rows, int depth, int threads>
using Gather = std::conditional_t<X::channels % depth == 0 && W::taps <= 32,
                                  TapGather<Real, X, Y, W, rows, depth, threads>,
                                  AnyGather<Real, X, Y, W, rows, depth, threads>>;

// Tiles of weights, [output channel][term].
template <class Real, int channels, int terms, int rows, int depth, int threads>
struct Weights {
  static constexpr int per_chunk = 16 / static_cast<int>(sizeof(Real));
  static constexpr int lanes = terms % per_chunk == 0 ? per_chunk : terms % 2 == 0 && per_chunk == 8 ? 2 : 1;
  using Mine = Share<Real, rows, depth, lanes, threads>;

  // Begins to copy terms `first` to `first + depth` of the channels from `first_channel` on.
  template <class View>
  DEVICE static void copy(View w, int first_channel, int first, Real* tile) {
    const int term = first + Mine::term();
    const bool is_term = terms % depth == 0 || term < terms;
#pragma unroll
    for (int i = 0; i < Mine::each; ++i) {
      if (!Mine::has(i)) continue;
      const int channel = first_channel + Mine::row(i);
      const bool valid = is_term && (channels % rows == 0 || channel < channels);
      copy_lanes<lanes>(tile + Mine::place(i), w, channel * terms + term, valid);
    }
  }
};

}  // namespace
}  // namespace netwright

#endif
