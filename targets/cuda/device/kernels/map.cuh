// One expression at each place: elementwise operators, copies to another layout, parts of a concatenation. A thread
// computes result K::each(number, operands, result).
#ifndef NETWRIGHT_MAP
#define NETWRIGHT_MAP

#include "finish.cuh"

namespace netwright {
namespace {

template <class K>
KERNEL(K::threads, 1)
map(Operands<typename K::Real, K::count> x, Out<typename K::Real> y) {
  const int number = static_cast<int>(blockIdx.x) * K::threads + static_cast<int>(threadIdx.x);
  if (number < K::total) K::each(number, x, y);
}

}  // namespace
}  // namespace netwright

#endif
