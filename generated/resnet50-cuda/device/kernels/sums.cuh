// Sums of many numbers, in levels: a float takes no more than 64 before it is carried into the next, so that float32
// loses with the logarithm of their count what it would lose with the count. Few numbers are simply added.
#ifndef NETWRIGHT_SUMS
#define NETWRIGHT_SUMS

#include "../primitives.cuh"

namespace netwright {
namespace {

// `lanes` sums side by side, of at most `most` numbers each.
template <int most, int lanes>
struct LongSums {
  // Takes a number of every lane.
  template <class Value>
  DEVICE void take(const Value& value) {
#pragma unroll
    for (int lane = 0; lane < lanes; ++lane) sums[0][lane] += value(lane);
    if constexpr (levels > 1) {
      ++taken;
      carry<0>();
    }
  }

  DEVICE float total(int lane) const {
    float sum = sums[0][lane];
#pragma unroll
    for (int level = 1; level < levels; ++level) sum += sums[level][lane];
    return sum;
  }

 private:
  static constexpr int bits = 6;
  static constexpr int levels = most <= 1 << bits         ? 1
                                : most <= 1 << (2 * bits) ? 2
                                : most <= 1 << (3 * bits) ? 3
                                : most <= 1 << (4 * bits) ? 4
                                                          : 5;
  float sums[levels][lanes] = {};
  unsigned taken = 0;

  // Empties a level that is full, and those that get full by it.
  template <int level>
  DEVICE void carry() {
    if constexpr (level + 1 < levels) {
      if (taken % (1U << ((level + 1) * bits)) != 0) return;
#pragma unroll
      for (int lane = 0; lane < lanes; ++lane) {
        sums[level + 1][lane] += sums[level][lane];
        sums[level][lane] = 0.0F;
      }
      carry<level + 1>();
    }
  }
};

}  // namespace
}  // namespace netwright

#endif
