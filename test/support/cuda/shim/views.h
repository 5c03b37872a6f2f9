/** Global memory as kernels see it: pointers on a device, here pointers that know their length. */

#ifndef NETWRIGHT_SHIM_VIEWS
#define NETWRIGHT_SHIM_VIEWS

#include <cstddef>
#include <cstdint>

#include "failure.h"
#include "threads.h"

namespace shim {

template <class T>
class View {
 public:
  using Element = T;

  View() = default;
  View(T* data, std::size_t length) : data_(data), length_(length) {}

  T& operator[](long at) const {
    check(at, 1, "element");
    return data_[at];
  }

  /** @returns the address of `count` elements that are touched at once */
  T* vector(long at, std::size_t count, std::size_t alignment) const {
    check(at, count, "vector at");
    if (reinterpret_cast<std::uintptr_t>(data_ + at) % alignment != 0)
      fail("vector at %ld is not at a multiple of %zu bytes", at, alignment);
    return data_ + at;
  }

 private:
  void check(long at, std::size_t count, const char* what) const {
    // A negative number is a very large one here.
    if (std::size_t(at) >= length_ || length_ - std::size_t(at) < count)
      fail("%s %ld is out of range: there are %zu elements of %zu bytes", what, at, length_, sizeof(T));
  }

  T* data_ = nullptr;
  std::size_t length_ = 0;
};

/** @returns the address of `count` elements of shared memory */
template <class T>
T* shared_vector(T* from, std::size_t count) {
  check_shared(from, count * sizeof(T), count * sizeof(T));
  return from;
}

}  // namespace shim

template <class T>
struct In : shim::View<const T> {
  using shim::View<const T>::View;
};

template <class T>
struct Operand : shim::View<const T> {
  using shim::View<const T>::View;
};

template <class T>
struct Out : shim::View<T> {
  using shim::View<T>::View;
};

template <class V>
V view(void* base, std::size_t byteOffset, std::size_t elements) {
  auto* bytes = static_cast<unsigned char*>(base) + byteOffset;
  return V(reinterpret_cast<typename V::Element*>(bytes), elements);
}

template <class T, int n>
struct alignas(sizeof(T) * n) Pack {
  T lane[n];
};

namespace shim {

template <class T>
struct Plain {
  using Type = T;
};
template <class T>
struct Plain<const T> {
  using Type = T;
};

template <int n, class T>
using PackOf = Pack<typename Plain<T>::Type, n>;

}  // namespace shim

template <int n, class V>
auto load(V from, int at) -> shim::PackOf<n, typename V::Element> {
  using Packed = shim::PackOf<n, typename V::Element>;
  return *reinterpret_cast<const Packed*>(from.vector(at, n, sizeof(Packed)));
}

template <int n, class T>
void store(Out<T> to, int at, Pack<T, n> pack) {
  *reinterpret_cast<Pack<T, n>*>(to.vector(at, n, sizeof pack)) = pack;
}

/** A plain pointer is one to shared memory. */
template <int n, class T>
auto load(T* from, int at) -> shim::PackOf<n, T> {
  return *reinterpret_cast<const shim::PackOf<n, T>*>(shim::shared_vector(from + at, n));
}

template <int n, class T>
void store(T* to, int at, Pack<T, n> pack) {
  *reinterpret_cast<Pack<T, n>*>(shim::shared_vector(to + at, n)) = pack;
}

/** Blocks run one after another, so memory is always fresh. */
template <int n, class V>
auto load_fresh(V from, int at) -> shim::PackOf<n, typename V::Element> {
  return load<n>(from, at);
}

#endif
