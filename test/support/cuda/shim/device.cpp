#include "device.h"

#include "calls.h"
#include "streams.h"

cudaError_t cudaGetDeviceCount(int* count) {
  NETWRIGHT_SHIM_CALL(cudaErrorNoDevice);
  *count = 1;
  return cudaSuccess;
}

cudaError_t cudaGetDevice(int* device) {
  NETWRIGHT_SHIM_CALL(cudaErrorNoDevice);
  *device = 0;
  return cudaSuccess;
}

cudaError_t cudaSetDevice(int device) {
  NETWRIGHT_SHIM_CALL(cudaErrorInvalidDevice);
  return shim::say(device == 0 ? cudaSuccess : cudaErrorInvalidDevice);
}

cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device) {
  NETWRIGHT_SHIM_CALL(cudaErrorInvalidDevice);
  if (device != 0) return shim::say(cudaErrorInvalidDevice);
  switch (attribute) {
    case cudaDevAttrMultiProcessorCount: *value = 108; return cudaSuccess;
    case cudaDevAttrComputeCapabilityMajor: *value = 8; return cudaSuccess;
    case cudaDevAttrComputeCapabilityMinor: *value = 0; return cudaSuccess;
    case cudaDevAttrMaxSharedMemoryPerBlockOptin: *value = shim::most_shared_bytes; return cudaSuccess;
  }
  return shim::say(cudaErrorInvalidValue);
}

cudaError_t cudaDeviceSynchronize() {
  NETWRIGHT_SHIM_CALL(cudaErrorLaunchFailure);
  shim::run_everything();
  return cudaSuccess;
}
