/**
 * The part of the CUDA runtime that packages use. Names, numbers and rules are those of NVIDIA's "CUDA Runtime API".
 *
 * There is one device, of compute capability 8.0. Its memory is the process's, starts as NaN, and is looked after: what
 * is copied must lie in it, and what is written beside it is found when it is freed.
 *
 * What a stream is given to do is done when somebody waits for it, not before: who does not wait sees old memory, and
 * who reuses pinned memory too soon copies new. Copies from and to pageable memory are done at once, as CUDA has it.
 *
 * `NETWRIGHT_SHIM_FAIL=cudaMalloc:3` makes the third call of that function fail, `any:3` the third of all calls that
 * can fail; launches are called `cudaLaunchKernel`. A process that never comes so far says so, and exits with 97.
 * With `NETWRIGHT_SHIM_LEAKS=1`, one that has not released everything says what, and exits with 99.
 */

#ifndef NETWRIGHT_SHIM_RUNTIME
#define NETWRIGHT_SHIM_RUNTIME

#include <cstddef>

// Name, number, description.
#define NETWRIGHT_SHIM_ERRORS(error)                                                            \
  error(cudaSuccess, 0, "no error")                                                             \
  error(cudaErrorInvalidValue, 1, "invalid argument")                                           \
  error(cudaErrorMemoryAllocation, 2, "out of memory")                                          \
  error(cudaErrorInvalidConfiguration, 9, "invalid configuration argument")                     \
  error(cudaErrorInsufficientDriver, 35, "CUDA driver version is insufficient for CUDA runtime version") \
  error(cudaErrorNoDevice, 100, "no CUDA-capable device is detected")                           \
  error(cudaErrorInvalidDevice, 101, "invalid device ordinal")                                  \
  error(cudaErrorNoKernelImageForDevice, 209, "no kernel image is available for execution on the device") \
  error(cudaErrorUnsupportedPtxVersion, 222, "the provided PTX was compiled with an unsupported toolchain.") \
  error(cudaErrorInvalidResourceHandle, 400, "invalid resource handle")                         \
  error(cudaErrorIllegalAddress, 700, "an illegal memory access was encountered")               \
  error(cudaErrorLaunchOutOfResources, 701, "too many resources requested for launch")          \
  error(cudaErrorMisalignedAddress, 716, "misaligned address")                                  \
  error(cudaErrorLaunchFailure, 719, "unspecified launch failure")                              \
  error(cudaErrorStreamCaptureUnsupported, 900, "operation not permitted when stream is capturing") \
  error(cudaErrorStreamCaptureUnmatched, 903, "the capture was not initiated in this stream")   \
  error(cudaErrorUnknown, 999, "unknown error")

enum cudaError_t {
#define NETWRIGHT_SHIM_ENUMERATOR(name, number, text) name = number,
  NETWRIGHT_SHIM_ERRORS(NETWRIGHT_SHIM_ENUMERATOR)
#undef NETWRIGHT_SHIM_ENUMERATOR
};

enum cudaMemcpyKind {
  cudaMemcpyHostToHost,
  cudaMemcpyHostToDevice,
  cudaMemcpyDeviceToHost,
  cudaMemcpyDeviceToDevice,
  cudaMemcpyDefault,
};

enum cudaMemoryType {
  cudaMemoryTypeUnregistered,
  cudaMemoryTypeHost,
  cudaMemoryTypeDevice,
  cudaMemoryTypeManaged,
};

struct cudaPointerAttributes {
  cudaMemoryType type;
  int device;
};

enum cudaDeviceAttr {
  cudaDevAttrMultiProcessorCount = 16,
  cudaDevAttrComputeCapabilityMajor = 75,
  cudaDevAttrComputeCapabilityMinor = 76,
  cudaDevAttrMaxSharedMemoryPerBlockOptin = 97,
};

enum cudaStreamCaptureMode {
  cudaStreamCaptureModeGlobal,
  cudaStreamCaptureModeThreadLocal,
  cudaStreamCaptureModeRelaxed,
};

constexpr unsigned cudaStreamNonBlocking = 1;
constexpr unsigned cudaEventRecordDefault = 0;
constexpr unsigned cudaEventRecordExternal = 1;

using cudaStream_t = struct CUstream_st*;
using cudaEvent_t = struct CUevent_st*;
using cudaGraph_t = struct CUgraph_st*;
using cudaGraphExec_t = struct CUgraphExec_st*;

cudaError_t cudaGetLastError();
cudaError_t cudaPeekAtLastError();
const char* cudaGetErrorName(cudaError_t error);
const char* cudaGetErrorString(cudaError_t error);

cudaError_t cudaGetDeviceCount(int* count);
cudaError_t cudaGetDevice(int* device);
cudaError_t cudaSetDevice(int device);
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device);
cudaError_t cudaDeviceSynchronize();

cudaError_t cudaMalloc(void** memory, std::size_t bytes);
cudaError_t cudaFree(void* memory);
cudaError_t cudaMallocHost(void** memory, std::size_t bytes);
cudaError_t cudaFreeHost(void* memory);
cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total);
cudaError_t cudaPointerGetAttributes(cudaPointerAttributes* attributes, const void* pointer);
cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind);
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t stream = {});
cudaError_t cudaMemsetAsync(void* to, int value, std::size_t bytes, cudaStream_t stream = {});

cudaError_t cudaStreamCreate(cudaStream_t* stream);
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags);
cudaError_t cudaStreamDestroy(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode mode);
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph);

cudaError_t cudaGraphInstantiateWithFlags(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long flags);
cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream);
cudaError_t cudaGraphDestroy(cudaGraph_t graph);
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable);

cudaError_t cudaEventCreate(cudaEvent_t* event);
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream = {});
cudaError_t cudaEventRecordWithFlags(cudaEvent_t event, cudaStream_t stream, unsigned flags);
cudaError_t cudaEventSynchronize(cudaEvent_t event);
cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t from, cudaEvent_t to);
cudaError_t cudaEventDestroy(cudaEvent_t event);

#endif
