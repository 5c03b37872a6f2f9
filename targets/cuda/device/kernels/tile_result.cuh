// How blocks end that have summed a tile of K::rows pixels by K::columns output channels: the sums, in shared memory,
// become results.
#ifndef NETWRIGHT_TILE_RESULT
#define NETWRIGHT_TILE_RESULT

#include "finish.cuh"

namespace netwright {
namespace {

// Rows are pixels from `first` on, as Y counts them. Outside, the image is -1.
template <class Y>
struct Pixels {
  int first;

  DEVICE Place operator()(int row) const {
    const int pixel = first + row;
    Place place = place_of<Y>(pixel);
    if (pixel >= Y::pixels) place.image = -1;
    return place;
  }
};

template <class K>
struct TileResult {
  using Real = typename K::Real;
  using Y = typename K::Y;
  // Rows of sums are this far apart: what a warp writes of eight rows lies in different banks.
  static constexpr int pitch = K::columns + 8;
  static constexpr int elements = K::rows * K::columns;
  static constexpr int lanes = result_lanes<K>;

  DEVICE static float* sums() { return reinterpret_cast<float*>(shared_memory()); }

  // Stores what this block has summed. All threads call it, after a barrier.
  template <class Where>
  DEVICE static void finish(In<float> b, Operands<Real, K::Operands::count> r, Out<Real> y, int first_channel,
                           const Where& where) {
    each(b, r, y, first_channel, where, [](int row, int column, float(&total)[lanes]) {
#pragma unroll
      for (int lane = 0; lane < lanes; ++lane) total[lane] += sums()[row * pitch + column + lane];
    });
  }

  // The same where K::splits blocks have summed shares of the terms: each leaves its sums in global memory, and the
  // last to do so adds them all in the order of the shares: the same bits every time, whichever block is last.
  template <class Where>
  DEVICE static void finish_split(In<float> b, Operands<Real, K::Operands::count> r, Out<Real> y, int first_channel,
                                  const Where& where, Out<float> partials, unsigned* tickets) {
    const int tile = static_cast<int>(blockIdx.x);
    const int from = tile * K::splits * elements;
    leave(partials, from + static_cast<int>(blockIdx.y) * elements);
    if (!last_arrival(tickets + tile, K::splits)) return;
    each(b, r, y, first_channel, where, [=](int row, int column, float(&total)[lanes]) {
      constexpr int vector = lanes < 4 ? lanes : 4;
#pragma unroll 4
      for (int split = 0; split < K::splits; ++split) {
#pragma unroll
        for (int first = 0; first < lanes; first += vector) {
          const auto part = load_fresh<vector>(partials, from + split * elements + row * K::columns + column + first);
#pragma unroll
          for (int lane = 0; lane < vector; ++lane) total[first + lane] += part.lane[lane];
        }
      }
    });
  }

 private:
  // Bias, what `add` adds to it, and the kernel's expression, for every place of the tile. A thread has the same
  // channels of every so many rows. It reads what the expression wants of several rows before it stores the first of
  // them: as the result may lie over what is read, the compiler would wait for each by itself.
  template <class Where, class Add>
  DEVICE static void each(In<float> b, Operands<Real, K::Operands::count> r, Out<Real> y, int first_channel,
                          const Where& where, const Add& add) {
    constexpr int per_row = K::columns / lanes;
    constexpr int step = K::threads / per_row;
    constexpr int at_once = K::rows % (4 * step) == 0 ? 4 : K::rows % (2 * step) == 0 ? 2 : 1;
    static_assert(K::threads % per_row == 0, "a thread has the same channels of every row");
    const int column = static_cast<int>(threadIdx.x) % per_row * lanes;
    const int channel = first_channel + column;
    if (channel >= Y::channels) return;
    float bias[lanes] = {};
    if constexpr (K::biased) read_lanes<Strides<0, 1, 0, 0>, K::columns>(b, channel, bias);
    for (int first = static_cast<int>(threadIdx.x) / per_row; first < K::rows; first += at_once * step) {
      ResultLanes<K, lanes> results[at_once];
#pragma unroll
      for (int i = 0; i < at_once; ++i) {
        const int row = first + i * step;
        const Place place = row < K::rows ? where(row) : Place{-1, 0, 0};
        results[i].read(r, place, channel);
      }
#pragma unroll
      for (int i = 0; i < at_once; ++i) {
        if (results[i].place.image < 0) continue;
        float total[lanes];
#pragma unroll
        for (int lane = 0; lane < lanes; ++lane) total[lane] = bias[lane];
        add(first + i * step, column, total);
        results[i].store_from(total, y, channel);
      }
    }
  }

  DEVICE static void leave(Out<float> partials, int from) {
    for (int at = static_cast<int>(threadIdx.x) * 4; at < elements; at += K::threads * 4) {
      store<4>(partials, from + at, load<4>(sums(), at / K::columns * pitch + at % K::columns));
    }
  }
};

}  // namespace
}  // namespace netwright

#endif
