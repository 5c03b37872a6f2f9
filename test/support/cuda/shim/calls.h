/** What every function of the runtime does first and last. */

#ifndef NETWRIGHT_SHIM_CALLS
#define NETWRIGHT_SHIM_CALLS

#include <mutex>

#include "runtime.h"

namespace shim {

/** The device, of which a process has one: whoever calls the runtime or runs kernels has it to himself. */
std::recursive_mutex& device_lock();

/** Keeps an error for `cudaGetLastError` of this thread. @returns it */
cudaError_t say(cudaError_t error);

/** One call, from its beginning to its end. */
class Call {
 public:
  /**
   * @param function - its name
   * @param failure - what it returns where the environment asks for it to fail
   */
  Call(const char* function, cudaError_t failure);

  /** The failure that was asked for, or success. Functions that release something do so all the same. */
  cudaError_t injected() const { return injected_; }

 private:
  std::lock_guard<std::recursive_mutex> lock_;
  cudaError_t injected_;
};

}  // namespace shim

/** Begins a function of the runtime, and ends it if it is to fail. */
#define NETWRIGHT_SHIM_CALL(failure)                 \
  const shim::Call call(__func__, failure);          \
  if (call.injected() != cudaSuccess) return shim::say(call.injected())

#endif
