#include "memory.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

#include "calls.h"
#include "failure.h"
#include "streams.h"

namespace shim {

namespace {

/** On both sides of every piece. As CUDA's, pieces begin at multiples of 256 bytes. */
constexpr std::size_t fence_bytes = 256;
constexpr unsigned char fence_value = 0xa5;
constexpr std::size_t total_bytes = std::size_t{16} << 30;

struct Piece {
  std::size_t bytes;
  cudaMemoryType type;
};

struct Holdings {
  std::map<const unsigned char*, Piece> pieces;
  std::map<std::string, int> held;
  std::size_t device_bytes = 0;

  ~Holdings() {
    const char* wanted = std::getenv("NETWRIGHT_SHIM_LEAKS");
    if (!wanted || std::strcmp(wanted, "1") != 0) return;
    std::string leaks;
    for (const auto& [what, count] : held)
      if (count != 0) leaks += (leaks.empty() ? "" : ", ") + std::to_string(count) + " of " + what;
    if (leaks.empty()) return;
    std::fprintf(stderr, "shim: not released: %s\n", leaks.c_str());
    std::fflush(nullptr);
    _exit(99);
  }
} holdings;

const char* maker_of(cudaMemoryType type) { return type == cudaMemoryTypeDevice ? "cudaMalloc" : "cudaMallocHost"; }

cudaError_t allocate(void** memory, std::size_t bytes, cudaMemoryType type) {
  if (!memory) return say(cudaErrorInvalidValue);
  *memory = nullptr;
  if (bytes == 0) return cudaSuccess;
  if (bytes > total_bytes - holdings.device_bytes) return say(cudaErrorMemoryAllocation);
  const std::size_t whole = (bytes + fence_bytes - 1) / fence_bytes * fence_bytes + 2 * fence_bytes;
  auto* start = static_cast<unsigned char*>(std::aligned_alloc(fence_bytes, whole));
  if (!start) return say(cudaErrorMemoryAllocation);
  std::memset(start, fence_value, fence_bytes);
  std::memset(start + fence_bytes, 0xff, bytes);  // NaN
  std::memset(start + fence_bytes + bytes, fence_value, whole - fence_bytes - bytes);
  *memory = start + fence_bytes;
  holdings.pieces[start + fence_bytes] = {bytes, type};
  if (type == cudaMemoryTypeDevice) holdings.device_bytes += bytes;
  count_held(maker_of(type), 1);
  return cudaSuccess;
}

cudaError_t release(void* memory, cudaMemoryType type, cudaError_t injected) {
  if (!memory) return say(injected);
  const auto found = holdings.pieces.find(static_cast<unsigned char*>(memory));
  if (found == holdings.pieces.end() || found->second.type != type) return say(cudaErrorInvalidValue);
  // CUDA waits for everything on the device before it frees memory.
  run_everything();
  auto* begin = static_cast<unsigned char*>(memory);
  const std::size_t bytes = found->second.bytes;
  for (std::size_t i = 0; i < fence_bytes; i++) {
    if (begin[bytes + i] != fence_value) fail("%zu bytes of %s were written %zu bytes behind", bytes, maker_of(type), i);
    if (begin[i - fence_bytes] != fence_value)
      fail("%zu bytes of %s were written %zu bytes before they begin", bytes, maker_of(type), fence_bytes - i);
  }
  if (type == cudaMemoryTypeDevice) holdings.device_bytes -= bytes;
  holdings.pieces.erase(found);
  std::free(begin - fence_bytes);
  count_held(maker_of(type), -1);
  return say(injected);
}

}  // namespace

cudaMemoryType type_of(const void* address, std::size_t* rest) {
  *rest = 0;
  const auto* at = static_cast<const unsigned char*>(address);
  auto next = holdings.pieces.upper_bound(at);
  if (next == holdings.pieces.begin()) return cudaMemoryTypeUnregistered;
  const auto& [begin, piece] = *--next;
  const std::size_t offset = std::size_t(at - begin);
  if (offset >= piece.bytes) return cudaMemoryTypeUnregistered;
  *rest = piece.bytes - offset;
  return piece.type;
}

void count_held(const char* what, int change) { holdings.held[what] += change; }

}  // namespace shim

cudaError_t cudaMalloc(void** memory, std::size_t bytes) {
  NETWRIGHT_SHIM_CALL(cudaErrorMemoryAllocation);
  return shim::allocate(memory, bytes, cudaMemoryTypeDevice);
}

cudaError_t cudaMallocHost(void** memory, std::size_t bytes) {
  NETWRIGHT_SHIM_CALL(cudaErrorMemoryAllocation);
  return shim::allocate(memory, bytes, cudaMemoryTypeHost);
}

cudaError_t cudaFree(void* memory) {
  const shim::Call call(__func__, cudaErrorIllegalAddress);
  return shim::release(memory, cudaMemoryTypeDevice, call.injected());
}

cudaError_t cudaFreeHost(void* memory) {
  const shim::Call call(__func__, cudaErrorIllegalAddress);
  return shim::release(memory, cudaMemoryTypeHost, call.injected());
}

cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total) {
  NETWRIGHT_SHIM_CALL(cudaErrorUnknown);
  *free = shim::total_bytes - shim::holdings.device_bytes;
  *total = shim::total_bytes;
  return cudaSuccess;
}

cudaError_t cudaPointerGetAttributes(cudaPointerAttributes* attributes, const void* pointer) {
  NETWRIGHT_SHIM_CALL(cudaErrorInvalidValue);
  std::size_t rest;
  attributes->type = shim::type_of(pointer, &rest);
  attributes->device = attributes->type == cudaMemoryTypeUnregistered ? -2 : 0;  // cudaInvalidDeviceId
  return cudaSuccess;
}
