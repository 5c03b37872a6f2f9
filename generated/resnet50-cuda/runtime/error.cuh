// What can go wrong, as a status and a sentence.
//
// Inside the package a failure is thrown, so that whatever was made on the way is released by its owner. At the C API
// `report_failures` turns it into a status: nothing is thrown past it. The sentence says what was going on (the layer,
// where there is one), what happened, and how to mend it.
#ifndef NETWRIGHT_ERROR
#define NETWRIGHT_ERROR

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <new>

#if defined(__GNUC__)
#define NETWRIGHT_PRINTF(text, values) __attribute__((format(printf, text, values)))
#else
#define NETWRIGHT_PRINTF(text, values)
#endif

namespace netwright {
namespace {

// In the order of the C API's.
enum class Status { ok, bad_argument, bad_file, bad_weights, out_of_memory, no_device, cuda_error };

// The names that the C API gives them.
inline const char* status_text(int status) {
  switch (static_cast<Status>(status)) {
    case Status::ok: return "ok";
    case Status::bad_argument: return "bad argument";
    case Status::bad_file: return "file cannot be read";
    case Status::bad_weights: return "weights are truncated, damaged, or another package's";
    case Status::out_of_memory: return "out of memory";
    case Status::no_device: return "no device that can run this package";
    case Status::cuda_error: return "CUDA error";
  }
  return "unknown status";
}

struct Failure {
  Status status;
  char message[512];
};

[[noreturn]] NETWRIGHT_PRINTF(2, 3) inline void fail(Status status, const char* format, ...) {
  Failure failure{status, {}};
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(failure.message, sizeof failure.message, format, arguments);
  va_end(arguments);
  throw failure;
}

inline Status status_of(cudaError_t error) {
  switch (error) {
    case cudaSuccess: return Status::ok;
    case cudaErrorMemoryAllocation: return Status::out_of_memory;
    case cudaErrorNoDevice:
    case cudaErrorInvalidDevice:
    case cudaErrorInsufficientDriver:
    case cudaErrorNoKernelImageForDevice: return Status::no_device;
    default: return Status::cuda_error;
  }
}

// How to mend it, where that is known.
inline const char* advice_on(cudaError_t error) {
  switch (error) {
    case cudaErrorMemoryAllocation: return "; free memory, or choose another device";
    case cudaErrorNoDevice: return "; `nvidia-smi` lists the GPUs of a machine";
    // It is what CUDA says where there is no driver at all, too.
    case cudaErrorInsufficientDriver:
      return "; there is no NVIDIA driver, or it is older than the CUDA this library was built with: see `nvidia-smi`";
    case cudaErrorNoKernelImageForDevice:
      return "; build the library for this GPU: `make ARCHS=native`, or -DCMAKE_CUDA_ARCHITECTURES=native";
    case cudaErrorIllegalAddress:
    case cudaErrorMisalignedAddress:
    case cudaErrorLaunchFailure:
      return "; this process cannot use the device any more: start it again, under compute-sanitizer to find the cause";
    default: return "";
  }
}

// Fails where a CUDA call did, and says what it was for: "layer1.0.conv1 (igemm_3x3): launch".
NETWRIGHT_PRINTF(2, 3) inline void check(cudaError_t result, const char* doing, ...) {
  if (result == cudaSuccess) return;
  // CUDA also keeps the error for the next cudaGetLastError of this thread; it is told here, and is not the caller's.
  cudaGetLastError();
  char what[256];
  va_list arguments;
  va_start(arguments, doing);
  std::vsnprintf(what, sizeof what, doing, arguments);
  va_end(arguments);
  fail(status_of(result), "%s: %s (%s)%s", what, cudaGetErrorString(result), cudaGetErrorName(result),
       advice_on(result));
}

// The border to C: runs a body and tells how it ended, also in `error` where one is wanted. `Error` is the struct of
// the C API: a status and a message.
template <class Error, class Body>
auto report_failures(Error* error, Body body) noexcept -> decltype(error->status) {
  using CStatus = decltype(error->status);
  Failure failure{Status::ok, {}};
  try {
    body();
  } catch (const Failure& thrown) {
    failure = thrown;
  } catch (const std::bad_alloc&) {
    failure.status = Status::out_of_memory;
    std::strcpy(failure.message, "the process is out of memory");
  } catch (...) {
    failure.status = Status::cuda_error;
    std::strcpy(failure.message, "an unexpected exception, which is a defect of this library");
  }
  const auto status = static_cast<CStatus>(failure.status);
  if (error) {
    static_assert(sizeof error->message == sizeof failure.message, "messages fit");
    error->status = status;
    std::memcpy(error->message, failure.message, sizeof failure.message);
  }
  return status;
}

}  // namespace
}  // namespace netwright

#endif
