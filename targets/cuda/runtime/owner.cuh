// Owners of what CUDA gives out: memory, streams, graphs, events. Each releases what it holds, whichever way its scope
// is left.
#ifndef NETWRIGHT_OWNER
#define NETWRIGHT_OWNER

#include "error.cuh"

#include <utility>

namespace netwright {
namespace {

// One handle, and the function that releases it. What a release says is of no use to anyone, and is dropped.
template <class Handle, cudaError_t (*release)(Handle)>
class Owner {
 public:
  Owner() = default;
  Owner(Owner&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Owner& operator=(Owner&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Owner() {
    if (handle_ && release(handle_) != cudaSuccess) cudaGetLastError();
  }

  Handle get() const { return handle_; }
  // Where a create function puts the handle; only once.
  Handle* fill() { return &handle_; }

 private:
  Handle handle_ = nullptr;
};

using DeviceMemory = Owner<void*, cudaFree>;
using PinnedMemory = Owner<void*, cudaFreeHost>;
using Stream = Owner<cudaStream_t, cudaStreamDestroy>;
using Graph = Owner<cudaGraph_t, cudaGraphDestroy>;
using GraphExec = Owner<cudaGraphExec_t, cudaGraphExecDestroy>;
using Event = Owner<cudaEvent_t, cudaEventDestroy>;

// Memory of the device for something that errors call by its name.
inline DeviceMemory allocate(size_t bytes, const char* what) {
  DeviceMemory memory;
  if (bytes == 0) return memory;
  const cudaError_t result = cudaMalloc(memory.fill(), bytes);
  size_t free = 0, total = 0;
  if (result == cudaErrorMemoryAllocation && cudaMemGetInfo(&free, &total) == cudaSuccess) {
    check(result, "%.2f MB for the %s, of which the device has %.2f MB free", 1e-6 * static_cast<double>(bytes), what,
          1e-6 * static_cast<double>(free));
  }
  check(result, "%.2f MB for the %s", 1e-6 * static_cast<double>(bytes), what);
  return memory;
}

// Makes a device the current one of this thread for a scope; what the caller had is current again after it.
class OnDevice {
 public:
  explicit OnDevice(int device) {
    check(cudaGetDevice(&before_), "asking for the current device");
    if (before_ == device) return;
    check(cudaSetDevice(device), "choosing device %d", device);
    changed_ = true;
  }
  OnDevice(const OnDevice&) = delete;
  OnDevice& operator=(const OnDevice&) = delete;
  ~OnDevice() {
    if (changed_ && cudaSetDevice(before_) != cudaSuccess) cudaGetLastError();
  }

 private:
  int before_ = 0;
  bool changed_ = false;
};

// A stream whose work must be done before a scope is left, since it reads or writes memory that may go after it.
class Drain {
 public:
  explicit Drain(cudaStream_t stream) : stream_(stream) {}
  Drain(const Drain&) = delete;
  Drain& operator=(const Drain&) = delete;
  ~Drain() {
    if (!drained_ && cudaStreamSynchronize(stream_) != cudaSuccess) cudaGetLastError();
  }

  // Waits now, and fails where the work did.
  void wait(const char* doing) {
    drained_ = true;
    check(cudaStreamSynchronize(stream_), "%s", doing);
  }

 private:
  cudaStream_t stream_;
  bool drained_ = false;
};

}  // namespace
}  // namespace netwright

#endif
