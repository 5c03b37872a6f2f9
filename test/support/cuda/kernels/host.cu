/**
 * What a host program may do wrong: `host <what>` does one thing and prints numbers.
 */

#include <string>
#include <thread>

#include "print.cuh"

namespace netwright {
namespace {

KERNEL(32, 1)
add(Out<float> x, float value) { x[static_cast<int>(threadIdx.x)] += value; }

std::vector<float> zeros() { return std::vector<float>(32); }

/** Four replays of a graph that was captured once, without having run then. */
void graph() {
  const Buffer<float> x(zeros());
  cudaStream_t stream;
  cudaGraph_t graph;
  cudaGraphExec_t executable;
  check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
  check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeRelaxed));
  check(launch(add, dim3(1), 32, 0, stream, x.as<Out<float>>(), 1.0f));
  check(launch(add, dim3(1), 32, 0, stream, x.as<Out<float>>(), 10.0f));
  check(cudaStreamEndCapture(stream, &graph));
  check(cudaGraphInstantiateWithFlags(&executable, graph, 0));
  check(cudaGraphDestroy(graph));
  for (int i = 0; i < 4; i++) check(cudaGraphLaunch(executable, stream));
  check(cudaGraphExecDestroy(executable));
  check(cudaStreamSynchronize(stream));
  check(cudaStreamDestroy(stream));
  print(x);
}

/** A copy to pinned memory, which is looked at before and after the stream is waited for. */
void pinned() {
  const Buffer<float> x(zeros());
  void* memory;
  check(cudaMallocHost(&memory, 4));
  float* const value = static_cast<float*>(memory);
  *value = 7;
  check(cudaMemcpyAsync(value, x.memory, 4, cudaMemcpyDeviceToHost, nullptr));
  std::printf("%g\n", static_cast<double>(*value));
  check(cudaStreamSynchronize(nullptr));
  std::printf("%g\n", static_cast<double>(*value));
  check(cudaFreeHost(memory));
}

/** Two threads, each with a stream and memory of its own. */
void threads() {
  const auto work = [](float* sum) {
    const Buffer<float> x(zeros());
    cudaStream_t stream;
    check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
    for (int i = 0; i < 200; i++) {
      check(launch(add, dim3(1), 32, 0, stream, x.as<Out<float>>(), 1.0f));
      if (i % 3 == 0) check(cudaStreamSynchronize(stream));
    }
    check(cudaStreamSynchronize(stream));
    check(cudaStreamDestroy(stream));
    for (const float value : x.values()) *sum += value;
  };
  float a = 0, b = 0;
  std::thread first(work, &a), second(work, &b);
  first.join();
  second.join();
  std::printf("%g\n%g\n", static_cast<double>(a), static_cast<double>(b));
}

/** An event in a captured graph gives its time after every replay. */
void events() {
  const Buffer<float> x(zeros());
  cudaStream_t stream;
  cudaGraph_t graph;
  cudaGraphExec_t executable;
  cudaEvent_t from, to;
  check(cudaEventCreate(&from));
  check(cudaEventCreate(&to));
  check(cudaStreamCreate(&stream));
  check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeRelaxed));
  check(cudaEventRecordWithFlags(from, stream, cudaEventRecordExternal));
  check(launch(add, dim3(1000), 32, 0, stream, x.as<Out<float>>(), 1.0f));
  check(cudaEventRecordWithFlags(to, stream, cudaEventRecordExternal));
  check(cudaStreamEndCapture(stream, &graph));
  check(cudaGraphInstantiateWithFlags(&executable, graph, 0));
  check(cudaGraphLaunch(executable, stream));
  check(cudaStreamSynchronize(stream));
  float milliseconds;
  check(cudaEventElapsedTime(&milliseconds, from, to));
  std::printf("%d\n", milliseconds > 0);
  check(cudaEventDestroy(from));
  check(cudaEventDestroy(to));
  check(cudaGraphDestroy(graph));
  check(cudaGraphExecDestroy(executable));
  check(cudaStreamDestroy(stream));
}

void leak() {
  void* memory;
  cudaStream_t stream;
  check(cudaMalloc(&memory, 100));
  check(cudaStreamCreate(&stream));
}

/** Copies more than there is; says the error. */
void overrun() {
  const Buffer<float> x(zeros());
  std::vector<float> values(33);
  std::printf("%d\n", cudaMemcpy(x.memory, values.data(), 33 * 4, cudaMemcpyHostToDevice));
  for (int i = 0; i < 2; i++) std::printf("%d\n", cudaGetLastError());
}

#ifdef __aarch64__
using Float16 = __fp16;
#else
using Float16 = _Float16;
#endif

/** Float16 in both directions, for all 65536 and the numbers around what lies halfway between two of them. */
void halves() {
  long wrong = 0;
  for (unsigned bits = 0; bits < 0x10000; bits++) {
    const half value{static_cast<unsigned short>(bits)};
    Float16 expected;
    std::memcpy(&expected, &value, 2);
    const float wide = to_float(value);
    if (std::isnan(wide)) {
      wrong += !std::isnan(static_cast<float>(expected));
      continue;
    }
    wrong += shim::bits_of(wide) != shim::bits_of(static_cast<float>(expected));
    const unsigned middle = shim::bits_of(wide) + 0x1000;
    for (unsigned each = middle - 2; each != middle + 3; each++) {
      const float near = shim::float_of(each);
      if (std::isnan(near)) continue;
      const Float16 narrow = static_cast<Float16>(near);
      const half converted = from_float<half>(near);
      wrong += std::memcmp(&narrow, &converted, sizeof narrow) != 0;
    }
  }
  std::printf("%ld\n", wrong);
}

}  // namespace
}  // namespace netwright

int main(int, char** arguments) {
  using namespace netwright;
  const std::string what = arguments[1];
  if (what == "graph") graph();
  if (what == "pinned") pinned();
  if (what == "threads") threads();
  if (what == "events") events();
  if (what == "leak") leak();
  if (what == "overrun") overrun();
  if (what == "halves") halves();
}
