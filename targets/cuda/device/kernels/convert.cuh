// Between the caller's float32 and the arena's elements, where values enter and leave a run. A thread converts four,
// as vectors where both sides are aligned: pointers of the caller need not be.
#ifndef NETWRIGHT_CONVERT
#define NETWRIGHT_CONVERT

#include "../primitives.cuh"

namespace netwright {
namespace {

template <class FromType, class ToType>
struct Conversion {
  using From = FromType;
  using To = ToType;
  static constexpr int threads = 256;
  static constexpr int width = 4;
};

template <class K>
KERNEL(K::threads, 1)
convert(In<typename K::From> from, Out<typename K::To> to, int elements, bool aligned) {
  using To = typename K::To;
  const int at = (static_cast<int>(blockIdx.x) * K::threads + static_cast<int>(threadIdx.x)) * K::width;
  if (aligned && at + K::width <= elements) {
    const auto given = load<K::width>(from, at);
    Pack<To, K::width> converted;
    for (int i = 0; i < K::width; ++i) converted.lane[i] = from_float<To>(to_float(given.lane[i]));
    store<K::width>(to, at, converted);
  } else {
    for (int i = at; i < at + K::width && i < elements; ++i) to[i] = from_float<To>(to_float(from[i]));
  }
}

// Elements of one buffer, from the byte `from_at` on, to another.
template <class K>
cudaError_t convert_elements(const void* from, std::size_t from_at, void* to, std::size_t to_at, std::size_t elements,
                             cudaStream_t stream) {
  void* const source = const_cast<void*>(from);
  const auto is_aligned = [](const void* buffer, std::size_t at, std::size_t bytes) {
    return (reinterpret_cast<std::uintptr_t>(buffer) + at) % bytes == 0;
  };
  const bool aligned = is_aligned(from, from_at, K::width * sizeof(typename K::From)) &&
                       is_aligned(to, to_at, K::width * sizeof(typename K::To));
  const std::size_t per_block = std::size_t{K::threads} * K::width;
  const dim3 blocks(static_cast<unsigned>((elements + per_block - 1) / per_block));
  return launch(convert<K>, blocks, K::threads, 0, stream, view<In<typename K::From>>(source, from_at, elements),
                view<Out<typename K::To>>(to, to_at, elements), static_cast<int>(elements), aligned);
}

// The input, to the element `at` of the arena.
template <class Real>
cudaError_t convert_input(const float* from, void* arena, std::size_t at, std::size_t elements, cudaStream_t stream) {
  return convert_elements<Conversion<float, Real>>(from, 0, arena, at * sizeof(Real), elements, stream);
}

// The output, from the element `at` of the arena.
template <class Real>
cudaError_t convert_output(const void* arena, std::size_t at, float* to, std::size_t elements, cudaStream_t stream) {
  return convert_elements<Conversion<Real, float>>(arena, at * sizeof(Real), to, 0, elements, stream);
}

}  // namespace
}  // namespace netwright

#endif
