#include "calls.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "failure.h"

namespace shim {

namespace {

/** Which call is to fail. */
struct Injection {
  std::string function;
  long remaining = 0;

  Injection() {
    const char* text = std::getenv("NETWRIGHT_SHIM_FAIL");
    if (!text || !*text) return;
    const char* colon = std::strchr(text, ':');
    if (!colon || std::atol(colon + 1) < 1) fail("NETWRIGHT_SHIM_FAIL is %s, expected function:number", text);
    function.assign(text, colon);
    remaining = std::atol(colon + 1);
  }

  ~Injection() {
    if (remaining <= 0) return;
    std::fprintf(stderr, "shim: NETWRIGHT_SHIM_FAIL asks for %ld more calls of %s\n", remaining, function.c_str());
    std::fflush(nullptr);
    _exit(97);
  }

  /** Counts a call. @returns whether it is the one */
  bool strikes(const char* called) {
    if (remaining <= 0 || (function != "any" && function != called)) return false;
    return --remaining == 0;
  }
} injection;

thread_local cudaError_t last_error = cudaSuccess;

}  // namespace

std::recursive_mutex& device_lock() {
  static std::recursive_mutex lock;
  return lock;
}

cudaError_t say(cudaError_t error) {
  if (error != cudaSuccess) last_error = error;
  return error;
}

Call::Call(const char* function, cudaError_t failure)
    : lock_(device_lock()), injected_(injection.strikes(function) ? failure : cudaSuccess) {}

}  // namespace shim

cudaError_t cudaPeekAtLastError() { return shim::last_error; }

cudaError_t cudaGetLastError() {
  const cudaError_t error = shim::last_error;
  shim::last_error = cudaSuccess;
  return error;
}

const char* cudaGetErrorName(cudaError_t error) {
  switch (error) {
#define NETWRIGHT_SHIM_NAME(name, number, text) \
  case name: return #name;
    NETWRIGHT_SHIM_ERRORS(NETWRIGHT_SHIM_NAME)
  }
  return "unrecognized error code";
}

const char* cudaGetErrorString(cudaError_t error) {
  switch (error) {
#define NETWRIGHT_SHIM_TEXT(name, number, text) \
  case name: return text;
    NETWRIGHT_SHIM_ERRORS(NETWRIGHT_SHIM_TEXT)
  }
  return "unrecognized error code";
}
