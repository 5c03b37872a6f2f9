// exp(x) / sum(exp(x)) along an axis, by the largest value first, so that no exponential overflows. A block a line:
// K::length values, K::x_step and K::y_step elements apart, from K::x_first(line) and K::y_first(line) on.
#ifndef NETWRIGHT_SOFTMAX
#define NETWRIGHT_SOFTMAX

#include "geometry.cuh"
#include "sums.cuh"

namespace netwright {
namespace {

// Joins a value of every thread, in the same order every time.
template <int threads, class Join>
DEVICE float join_all(float value, const Join& join) {
  float* const values = reinterpret_cast<float*>(shared_memory());
  const int thread = static_cast<int>(threadIdx.x);
  values[thread] = value;
  barrier();
  for (int half_of = threads / 2; half_of > 0; half_of /= 2) {
    if (thread < half_of) values[thread] = join(values[thread], values[thread + half_of]);
    barrier();
  }
  const float joined = values[0];
  // Nobody writes the next values before all have read this one.
  barrier();
  return joined;
}

template <class K>
KERNEL(K::threads, 1)
softmax(Operand<typename K::Real> x, Out<typename K::Real> y) {
  const int line = static_cast<int>(blockIdx.x);
  const int thread = static_cast<int>(threadIdx.x);
  const int from = K::x_first(line);
  const int to = K::y_first(line);

  float largest = -INFINITY;
  for (int i = thread; i < K::length; i += K::threads) largest = maximum(largest, to_float(x[from + i * K::x_step]));
  largest = join_all<K::threads>(largest, [](float a, float b) { return maximum(a, b); });

  LongSums<ceil_div<K::length, K::threads>, 1> sums;
  for (int i = thread; i < K::length; i += K::threads) {
    const float value = expf(to_float(x[from + i * K::x_step]) - largest);
    sums.take([&](int) { return value; });
  }
  const float total = join_all<K::threads>(sums.total(0), [](float a, float b) { return a + b; });

  for (int i = thread; i < K::length; i += K::threads) {
    const float value = expf(to_float(x[from + i * K::x_step]) - largest) / total;
    y[to + i * K::y_step] = from_float<typename K::Real>(value);
  }
}

}  // namespace
}  // namespace netwright

#endif
