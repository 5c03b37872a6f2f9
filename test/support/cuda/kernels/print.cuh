/** What programs of tests share: checked calls, and results on stdout, one a line. */

#ifndef NETWRIGHT_TEST_PRINT
#define NETWRIGHT_TEST_PRINT

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace netwright {
namespace {

inline void check(cudaError_t error) {
  if (error == cudaSuccess) return;
  std::fprintf(stderr, "%s\n", cudaGetErrorName(error));
  std::exit(1);
}

/** Memory of the device, with values of the host's in it. */
template <class T>
struct Buffer {
  std::size_t elements;
  void* memory = nullptr;

  explicit Buffer(std::size_t elements) : elements(elements) { check(cudaMalloc(&memory, elements * sizeof(T))); }
  explicit Buffer(const std::vector<T>& values) : Buffer(values.size()) {
    check(cudaMemcpy(memory, values.data(), elements * sizeof(T), cudaMemcpyHostToDevice));
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { check(cudaFree(memory)); }

  template <class V>
  V as() const {
    return view<V>(memory, 0, elements);
  }

  std::vector<T> values() const {
    std::vector<T> values(elements);
    check(cudaDeviceSynchronize());
    check(cudaMemcpy(values.data(), memory, elements * sizeof(T), cudaMemcpyDeviceToHost));
    return values;
  }
};

inline void print(const Buffer<float>& buffer) {
  for (const float value : buffer.values()) std::printf("%.9g\n", static_cast<double>(value));
}

}  // namespace
}  // namespace netwright

#endif
