// The loop that igemm kernels share: tiles of terms go through shared memory in stages, each copied while those before
// it are multiplied. A kernel K has, beside its shapes, its tile: K::rows pixels by K::columns output channels,
// K::depth terms at a time, K::stages stages, K::splits shares of the terms for as many blocks.
#ifndef NETWRIGHT_PIPELINE
#define NETWRIGHT_PIPELINE

#include "finish.cuh"
#include "gather.cuh"

namespace netwright {
namespace {

// What most kernels have as K::Join: their sums are of one image.
struct NotJoined {
  static constexpr int terms = 0;

  template <class K>
  struct Tiles {
    DEVICE explicit Tiles(int) {}
    template <class View>
    DEVICE void copy(View, int, typename K::Real*) const {}
  };
};

// A second image with a window of its own, whose terms follow those of the first: two convolutions in one sum.
template <class X, class W>
struct Joined {
  static constexpr int terms = W::taps * X::channels;

  template <class K>
  using Tiles = Gather<typename K::Real, X, typename K::Y, W, K::rows, K::depth, K::threads>;
};

template <class K>
struct Pipeline {
  using Real = typename K::Real;
  using First = Gather<Real, typename K::X, typename K::Y, typename K::Window, K::rows, K::depth, K::threads>;
  using Second = typename K::Join::template Tiles<K>;
  static constexpr int terms = First::terms + K::Join::terms;
  using Side = Weights<Real, K::Y::channels, terms, K::columns, K::depth, K::threads>;
  static constexpr int steps = ceil_div<terms, K::depth>;
  static constexpr int share = ceil_div<steps, K::splits>;
  static constexpr int x_elements = K::rows * K::depth;
  static constexpr int stage_elements = x_elements + K::columns * K::depth;
  static_assert(K::Join::terms == 0 || First::terms % K::depth == 0, "a tile is of one image");
  static_assert(K::stages >= 2, "one stage is copied while another is multiplied");

  // Multiplies this block's share. `multiply(tile of x, tile of w)` adds the products of a stage.
  template <class Multiply>
  DEVICE static void run(In<Real> x, In<Real> joined, In<Real> w, int first_pixel, int first_channel, int split,
                         const Multiply& multiply) {
    Real* const stages = reinterpret_cast<Real*>(shared_memory());
    const First first(first_pixel);
    const Second second(first_pixel);
    const int from = split * share;
    const int end = from + share < steps ? from + share : steps;

    // Steps and their stages, of what is copied and what is multiplied.
    int coming = from;
    int coming_stage = 0;
    int stage = 0;
    const auto next = [](int of) { return of == K::stages - 1 ? 0 : of + 1; };

    const auto copy = [&] {
      if (coming < end) {
        Real* const to = stages + coming_stage * stage_elements;
        const int term = coming * K::depth;
        if (K::Join::terms == 0 || term < First::terms) {
          first.copy(x, term, to);
        } else {
          second.copy(joined, term - First::terms, to);
        }
        Side::copy(w, first_channel, term, to + x_elements);
      }
      // A group for each step, empty or not: their number is what `cp_wait` counts.
      cp_commit();
      ++coming;
      coming_stage = next(coming_stage);
    };

#pragma unroll
    for (int ahead = 0; ahead < K::stages - 1; ++ahead) copy();
    for (int step = from; step < end; ++step) {
      cp_wait<K::stages - 2>();
      // The stage that is copied next is the one that all have just done with.
      barrier();
      copy();
      const Real* const tiles = stages + stage * stage_elements;
      multiply(tiles, tiles + x_elements);
      stage = next(stage);
    }
    cp_wait<0>();
    barrier();
  }
};

}  // namespace
}  // namespace netwright

#endif
