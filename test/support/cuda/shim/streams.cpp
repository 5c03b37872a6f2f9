#include "streams.h"

#include <chrono>
#include <cstring>
#include <deque>
#include <functional>
#include <set>
#include <vector>

#include "calls.h"
#include "device.h"
#include "executor.h"
#include "failure.h"
#include "launch.h"
#include "memory.h"

using Work = std::function<void()>;

struct CUstream_st {
  std::deque<Work> pending;
  /** What is captured, while it is. */
  CUgraph_st* capture = nullptr;
};

struct CUgraph_st {
  std::vector<Work> works;
};

struct CUgraphExec_st {
  std::vector<Work> works;
};

struct CUevent_st {
  /** Where it was recorded last. */
  cudaStream_t stream = nullptr;
  bool reached = false;
  std::chrono::steady_clock::time_point time;
};

namespace shim {

namespace {

/** All that are not destroyed. */
struct Streams {
  CUstream_st null;
  std::set<cudaStream_t> made;

  /** @returns what a handle stands for, or null */
  cudaStream_t find(cudaStream_t handle) {
    if (!handle) return &null;
    return made.count(handle) ? handle : nullptr;
  }
} streams;

void drain(cudaStream_t stream) {
  while (!stream->pending.empty()) {
    const Work work = std::move(stream->pending.front());
    stream->pending.pop_front();
    work();
  }
}

cudaError_t give(cudaStream_t handle, Work work) {
  const cudaStream_t stream = streams.find(handle);
  if (!stream) return say(cudaErrorInvalidResourceHandle);
  if (stream->capture) {
    stream->capture->works.push_back(std::move(work));
  } else {
    stream->pending.push_back(std::move(work));
  }
  return cudaSuccess;
}

/** Whether a range may be one side of a copy: memory of the host may be anything, memory of the device must be that. */
bool is_side(const void* address, std::size_t bytes, bool on_device) {
  std::size_t rest;
  const cudaMemoryType type = type_of(address, &rest);
  if (type == cudaMemoryTypeUnregistered) return !on_device;
  return (type == cudaMemoryTypeDevice) == on_device && rest >= bytes;
}

bool is_pageable(const void* address) {
  std::size_t rest;
  return type_of(address, &rest) == cudaMemoryTypeUnregistered;
}

bool is_on_device(const void* address) {
  std::size_t rest;
  return type_of(address, &rest) == cudaMemoryTypeDevice;
}

cudaError_t copy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t handle) {
  const bool chosen = kind == cudaMemcpyDefault;
  const bool from_device =
      chosen ? is_on_device(from) : kind == cudaMemcpyDeviceToHost || kind == cudaMemcpyDeviceToDevice;
  const bool to_device = chosen ? is_on_device(to) : kind == cudaMemcpyHostToDevice || kind == cudaMemcpyDeviceToDevice;
  if (bytes == 0) return cudaSuccess;
  if (!is_side(from, bytes, from_device) || !is_side(to, bytes, to_device)) return say(cudaErrorInvalidValue);
  const cudaError_t given = give(handle, [=] { std::memcpy(to, from, bytes); });
  if (given != cudaSuccess) return given;
  const cudaStream_t stream = streams.find(handle);
  // Pageable memory goes through the driver's own, and is done with when the call returns.
  if (!stream->capture && (is_pageable(from) || is_pageable(to))) drain(stream);
  return cudaSuccess;
}

}  // namespace

void run_everything() {
  drain(&streams.null);
  for (const cudaStream_t stream : streams.made) drain(stream);
}

cudaError_t enqueue(const void* kernel, dim3 grid, unsigned threads, std::size_t shared, cudaStream_t stream,
                    std::shared_ptr<const Body> body) {
  const Call call("cudaLaunchKernel", cudaErrorLaunchOutOfResources);
  if (call.injected() != cudaSuccess) return say(call.injected());
  const bool fits = grid.x > 0 && grid.x <= 0x7fffffff && grid.y > 0 && grid.y <= 65535 && grid.z > 0 &&
                    grid.z <= 65535 && threads > 0 && threads <= 1024;
  if (!fits) return say(cudaErrorInvalidConfiguration);
  if (shared > most_shared_bytes) return say(cudaErrorInvalidValue);
  return give(stream, [=] {
    const auto of_thread = [](const void* context) { static_cast<const Body*>(context)->run(); };
    run({kernel, grid, threads, shared, of_thread, body.get()});
  });
}

}  // namespace shim

cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t stream) {
  NETWRIGHT_SHIM_CALL(cudaErrorIllegalAddress);
  return shim::copy(to, from, bytes, kind, stream);
}

cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) {
  NETWRIGHT_SHIM_CALL(cudaErrorIllegalAddress);
  const cudaError_t error = shim::copy(to, from, bytes, kind, nullptr);
  shim::drain(&shim::streams.null);
  return error;
}

cudaError_t cudaMemsetAsync(void* to, int value, std::size_t bytes, cudaStream_t stream) {
  NETWRIGHT_SHIM_CALL(cudaErrorIllegalAddress);
  if (!shim::is_side(to, bytes, true)) return shim::say(cudaErrorInvalidValue);
  return shim::give(stream, [=] { std::memset(to, value, bytes); });
}

cudaError_t cudaStreamCreate(cudaStream_t* stream) { return cudaStreamCreateWithFlags(stream, 0); }

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  NETWRIGHT_SHIM_CALL(cudaErrorMemoryAllocation);
  *stream = new CUstream_st;
  shim::streams.made.insert(*stream);
  shim::count_held("cudaStreamCreate", 1);
  return cudaSuccess;
}

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  const shim::Call call(__func__, cudaErrorIllegalAddress);
  if (!stream || !shim::streams.find(stream)) return shim::say(cudaErrorInvalidResourceHandle);
  shim::drain(stream);
  shim::streams.made.erase(stream);
  if (stream->capture) cudaGraphDestroy(stream->capture);
  delete stream;
  shim::count_held("cudaStreamCreate", -1);
  return shim::say(call.injected());
}

cudaError_t cudaStreamSynchronize(cudaStream_t handle) {
  const shim::Call call(__func__, cudaErrorLaunchFailure);
  const cudaStream_t stream = shim::streams.find(handle);
  if (!stream) return shim::say(cudaErrorInvalidResourceHandle);
  if (stream->capture) return shim::say(cudaErrorStreamCaptureUnsupported);
  shim::drain(stream);
  return shim::say(call.injected());
}

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode) {
  NETWRIGHT_SHIM_CALL(cudaErrorUnknown);
  // The null stream cannot be captured.
  if (!stream || !shim::streams.find(stream)) return shim::say(cudaErrorInvalidResourceHandle);
  if (stream->capture) return shim::say(cudaErrorStreamCaptureUnsupported);
  stream->capture = new CUgraph_st;
  shim::count_held("cudaStreamEndCapture", 1);
  return cudaSuccess;
}

cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
  const shim::Call call(__func__, cudaErrorUnknown);
  *graph = nullptr;
  if (!stream || !shim::streams.find(stream)) return shim::say(cudaErrorInvalidResourceHandle);
  if (!stream->capture) return shim::say(cudaErrorStreamCaptureUnmatched);
  const cudaGraph_t captured = stream->capture;
  stream->capture = nullptr;
  if (call.injected() == cudaSuccess) {
    *graph = captured;
    return cudaSuccess;
  }
  cudaGraphDestroy(captured);
  return shim::say(call.injected());
}

cudaError_t cudaGraphInstantiateWithFlags(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long) {
  NETWRIGHT_SHIM_CALL(cudaErrorMemoryAllocation);
  *executable = new CUgraphExec_st{graph->works};
  shim::count_held("cudaGraphInstantiate", 1);
  return cudaSuccess;
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream) {
  NETWRIGHT_SHIM_CALL(cudaErrorLaunchFailure);
  for (const Work& work : executable->works) {
    const cudaError_t error = shim::give(stream, work);
    if (error != cudaSuccess) return error;
  }
  return cudaSuccess;
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  const shim::Call call(__func__, cudaErrorUnknown);
  delete graph;
  shim::count_held("cudaStreamEndCapture", -1);
  return shim::say(call.injected());
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable) {
  const shim::Call call(__func__, cudaErrorUnknown);
  delete executable;
  shim::count_held("cudaGraphInstantiate", -1);
  return shim::say(call.injected());
}

cudaError_t cudaEventCreate(cudaEvent_t* event) {
  NETWRIGHT_SHIM_CALL(cudaErrorMemoryAllocation);
  *event = new CUevent_st;
  shim::count_held("cudaEventCreate", 1);
  return cudaSuccess;
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  return cudaEventRecordWithFlags(event, stream, cudaEventRecordDefault);
}

cudaError_t cudaEventRecordWithFlags(cudaEvent_t event, cudaStream_t handle, unsigned flags) {
  NETWRIGHT_SHIM_CALL(cudaErrorUnknown);
  const cudaStream_t stream = shim::streams.find(handle);
  if (!stream) return shim::say(cudaErrorInvalidResourceHandle);
  // Within a capture, only an external event is one that the host can ask for its time.
  if (stream->capture && flags != cudaEventRecordExternal) return shim::say(cudaErrorStreamCaptureUnsupported);
  if (!stream->capture) {
    event->stream = handle;
    event->reached = false;
  }
  return shim::give(handle, [event] {
    event->reached = true;
    event->time = std::chrono::steady_clock::now();
  });
}

cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  const shim::Call call(__func__, cudaErrorLaunchFailure);
  const cudaStream_t stream = shim::streams.find(event->stream);
  if (!event->reached && stream) shim::drain(stream);
  return shim::say(call.injected());
}

cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t from, cudaEvent_t to) {
  NETWRIGHT_SHIM_CALL(cudaErrorInvalidResourceHandle);
  // What was not recorded has no time, and what is not reached has none yet.
  if (!from->reached || !to->reached) return shim::say(cudaErrorInvalidResourceHandle);
  *milliseconds = std::chrono::duration<float, std::milli>(to->time - from->time).count();
  return cudaSuccess;
}

cudaError_t cudaEventDestroy(cudaEvent_t event) {
  const shim::Call call(__func__, cudaErrorUnknown);
  // CUDA lets go of an event once what records it is done.
  shim::run_everything();
  delete event;
  shim::count_held("cudaEventCreate", -1);
  return shim::say(call.injected());
}
